import { AppstoreOutlined, CheckCircleOutlined } from '@ant-design/icons';
import { Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { listStock, type StockRow, type StockShow } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { ProductCell, skuPath } from '../goods/ProductCell';
import { Fact } from '../ui/Fact';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { SearchField } from '../ui/SearchField';
import { useAddress, useStoreFilter } from '../ui/useAddress';

type Show = StockShow | 'order';

/** What the stores have, by SKU. */
export default function StockPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [store] = useStoreFilter();
  const [show, setShow] = useAddress<Show>('show', 'all');
  const [search, setSearch] = useAddress<string>('search', '');
  const shown: StockShow = show === 'low' || show === 'negative' ? show : 'all';
  const list = useKeyset<StockRow>(['stock', store, shown, search], (after, signal) => listStock({ store, search, show: shown, after }, signal));
  const columns = useColumns(store === null);
  return (
    <>
      <PageHead title={t('stock.title')} lead={t('stock.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <div className="toolbar-start">
          <SearchField value={search} onSearch={setSearch} label={t('goods.findProduct')} />
        </div>
        <Segmented<Show>
          aria-label={t('stock.filter')}
          value={shown}
          onChange={(next) => (next === 'order' ? void navigate('/replenishment') : setShow(next))}
          options={[
            { value: 'all', label: t('stock.all') },
            { value: 'low', label: t('stock.low') },
            { value: 'negative', label: t('stock.negative') },
            { value: 'order', label: t('stock.toOrder') },
          ]}
        />
      </div>
      <KeysetList<StockRow>
        list={list}
        label={t('stock.title')}
        rowKey={(row) => `${row.store} ${row.sku}`}
        columns={columns}
        card={(row) => <StockCardRow row={row} withStore={store === null} />}
        filtered={search !== ''}
        to={(row) => skuPath(row.store, row.sku)}
        tone={(row) => (row.onHand < 0 ? 'row-bad' : row.low ? 'row-low' : '')}
        empty={<Empty show={shown} />}
      />
    </>
  );
}

function Empty({ show }: { show: StockShow }) {
  const { t } = useTranslation();
  switch (show) {
    case 'low':
      return <Notice tone="good" icon={<CheckCircleOutlined />} title={t('stock.allLow')} help={t('stock.allLowHelp')} />;
    case 'negative':
      return <Notice tone="good" icon={<CheckCircleOutlined />} title={t('stock.noNegative')} help={t('stock.noNegativeHelp')} />;
    case 'all':
      return <Notice icon={<AppstoreOutlined />} title={t('stock.empty')} help={t('stock.emptyHelp')} />;
  }
}

/** How it stands, in a word; nothing where nobody set a rule. */
export function StockMark({ row }: { row: Pick<StockRow, 'onHand' | 'low' | 'min'> }) {
  const { t } = useTranslation();
  if (row.onHand < 0) {
    return (
      <Mark tone="bad" help={t('goods.negativeHelp')}>
        {t('goods.negative')}
      </Mark>
    );
  }

  return row.low ? <Mark tone="warn">{t('goods.low')}</Mark> : row.min === null ? null : <Mark tone="good">{t('goods.enough')}</Mark>;
}

function useColumns(withStore: boolean): TableColumnsType<StockRow> {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  return useMemo(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { store, sku, name }) => <ProductCell sku={sku} name={name} store={store} /> },
      ...(withStore ? [{ title: t('ui.store'), key: 'store', render: (_: unknown, { store }: StockRow) => nameOf(store) }] : []),
      { title: t('goods.onHand'), key: 'onHand', align: 'end', render: (_, { onHand, unit }) => <Quantity value={onHand} unit={unit} bare /> },
      { title: t('goods.reserved'), key: 'reserved', align: 'end', render: (_, { reserved, unit }) => (reserved === 0 ? <span className="quiet">0</span> : <Quantity value={reserved} unit={unit} bare />) },
      {
        title: t('goods.available'),
        key: 'available',
        align: 'end',
        render: (_, { available, unit }) => (
          <strong>
            <Quantity value={available} unit={unit} bare />
          </strong>
        ),
      },
      { title: t('goods.incoming'), key: 'incoming', align: 'end', render: (_, { incoming, unit }) => (incoming === 0 ? <span className="quiet">0</span> : <Quantity value={incoming} unit={unit} bare signed />) },
      { title: t('goods.forecast'), key: 'forecast', align: 'end', render: (_, { forecast, unit }) => <Quantity value={forecast} unit={unit} bare /> },
      {
        title: t('goods.minMax'),
        key: 'minMax',
        align: 'end',
        render: (_, { min, max, unit }) =>
          min === null ? (
            <span className="quiet">{t('goods.noRule')}</span>
          ) : (
            <>
              <Quantity value={min} unit={unit} bare /> / <Quantity value={max} unit={unit} bare />
            </>
          ),
      },
      { title: t('ui.state'), key: 'state', render: (_, row) => <StockMark row={row} /> },
    ],
    [t, nameOf, withStore],
  );
}

function StockCardRow({ row, withStore }: { row: StockRow; withStore: boolean }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  return (
    <>
      <div className="card-head">
        <ProductCell sku={row.sku} name={row.name} store={row.store} under={withStore ? `${nameOf(row.store)} · ${row.sku}` : row.sku} />
        <span className="push">
          <StockMark row={row} />
        </span>
      </div>
      <dl className="facts facts-four">
        <Fact name={t('goods.available')}>
          <Quantity value={row.available} unit={row.unit} bare />
        </Fact>
        <Fact name={t('goods.onHand')}>
          <Quantity value={row.onHand} unit={row.unit} bare />
        </Fact>
        <Fact name={t('goods.incoming')}>
          <Quantity value={row.incoming} unit={row.unit} bare />
        </Fact>
        <Fact name={t('goods.minMax')}>{row.min === null ? '—' : <><Quantity value={row.min} unit={row.unit} bare /> / <Quantity value={row.max} unit={row.unit} bare /></>}</Fact>
      </dl>
    </>
  );
}
