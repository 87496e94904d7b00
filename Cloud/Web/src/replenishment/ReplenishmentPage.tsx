import { CheckCircleOutlined, SettingOutlined } from '@ant-design/icons';
import { Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listReplenishment, type ReplenishmentRow } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { ProductCell, skuPath } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { Fact } from '../ui/Fact';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { Why } from '../ui/Why';
import { BudgetPanel } from './BudgetPanel';
import { DraftsPanel } from './DraftsPanel';
import { OrderActions, OrderMarks } from './OrderActions';
import './replenishment.css';

type Show = 'needed' | 'all';

/** What is to be ordered: the drafts that are ready to send, then product by product with the reasons. */
export default function ReplenishmentPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [show, setShow] = useAddress<Show>('show', 'needed');
  const list = useKeyset<ReplenishmentRow>(['replenishment', store, show], (after, signal) => listReplenishment({ store, show, after }, signal));
  const columns = useColumns(store === null);
  return (
    <>
      <PageHead title={t('orders.title')} lead={t('orders.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <Segmented<Show>
          aria-label={t('stock.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'needed', label: t('orders.needed') },
            { value: 'all', label: t('orders.everything') },
          ]}
        />
      </div>
      <div className="orders-top">
        <DraftsPanel store={store} />
        {store !== null && <BudgetPanel store={store} />}
      </div>
      <div className="section-head">
        <h2>{t('orders.rows')}</h2>
      </div>
      <KeysetList<ReplenishmentRow>
        list={list}
        label={t('orders.title')}
        rowKey={(row) => `${row.store} ${row.sku}`}
        columns={columns}
        card={(row) => <OrderCard row={row} withStore={store === null} />}
        to={(row) => skuPath(row.store, row.sku)}
        tone={(row) => (row.onHand < 0 ? 'row-bad' : row.toOrder > 0 ? 'row-low' : '')}
        empty={
          show === 'needed' ? (
            <Notice tone="good" icon={<CheckCircleOutlined />} title={t('orders.empty')} help={t('orders.emptyHelp')} />
          ) : (
            <Notice icon={<SettingOutlined />} title={t('orders.noRules')} help={t('orders.noRulesHelp')} />
          )
        }
      />
    </>
  );
}

function useColumns(withStore: boolean): TableColumnsType<ReplenishmentRow> {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGoodsWords();
  const nameOf = useStoreName();
  return useMemo(
    () => [
      {
        title: t('goods.product'),
        key: 'sku',
        width: 280,
        render: (_, row) => (
          <>
            <ProductCell sku={row.sku} name={row.name} store={row.store} under={withStore ? `${nameOf(row.store)} · ${row.sku}` : row.sku} />
            <OrderMarks row={row} />
          </>
        ),
      },
      { title: t('goods.onHand'), key: 'onHand', align: 'end', render: (_, { onHand, unit }) => <Quantity value={onHand} unit={unit} bare /> },
      { title: t('goods.incoming'), key: 'incoming', align: 'end', render: (_, { incoming, unit }) => <Quantity value={incoming} unit={unit} bare /> },
      {
        title: t('goods.forecast'),
        key: 'forecast',
        align: 'end',
        render: (_, { forecast, unit }) => (
          <strong>
            <Quantity value={forecast} unit={unit} bare />
          </strong>
        ),
      },
      {
        title: t('goods.minMax'),
        key: 'minMax',
        align: 'end',
        render: (_, { min, max, unit }) => (
          <>
            <Quantity value={min} unit={unit} bare /> / <Quantity value={max} unit={unit} bare />
          </>
        ),
      },
      { title: t('orders.cover'), key: 'cover', align: 'end', render: (_, { coverDays }) => (coverDays === null ? '—' : t('orders.coverDays', { days: format.number(coverDays, 1) })) },
      { title: t('goods.cost'), key: 'cost', align: 'end', render: (_, { costFen, toOrder }) => (toOrder === 0 ? <span className="quiet">—</span> : <Money fen={costFen} />) },
      {
        title: t('orders.toOrder'),
        key: 'toOrder',
        render: (_, row) => (
          <div className="to-order">
            <Why about={row.name} reasons={row.why.map((reason) => words.why(reason, row.unit))} />
            {row.purchase && <Quantity value={row.toOrder} unit={row.unit} />}
            <OrderActions row={row} compact key={`${row.etag} ${row.toOrder}`} />
          </div>
        ),
      },
    ],
    [t, format, words, nameOf, withStore],
  );
}

function OrderCard({ row, withStore }: { row: ReplenishmentRow; withStore: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGoodsWords();
  const nameOf = useStoreName();
  return (
    <>
      <div className="card-head">
        <ProductCell sku={row.sku} name={row.name} store={row.store} under={withStore ? `${nameOf(row.store)} · ${row.sku}` : row.sku} />
        <span className="push">
          <Why about={row.name} reasons={row.why.map((reason) => words.why(reason, row.unit))} />
        </span>
      </div>
      <OrderMarks row={row} />
      <dl className="facts facts-four">
        <Fact name={t('goods.forecast')}>
          <Quantity value={row.forecast} unit={row.unit} bare />
        </Fact>
        <Fact name={t('goods.minMax')}>
          <Quantity value={row.min} unit={row.unit} bare /> / <Quantity value={row.max} unit={row.unit} bare />
        </Fact>
        <Fact name={t('orders.cover')}>{row.coverDays === null ? '—' : t('orders.coverDays', { days: format.number(row.coverDays, 1) })}</Fact>
        <Fact name={t('goods.cost')}>
          <Money fen={row.toOrder === 0 ? null : row.costFen} />
        </Fact>
      </dl>
      <OrderActions row={row} compact key={`${row.etag} ${row.toOrder}`} />
    </>
  );
}
