import { DeleteOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listScrapped, type ScrappedRow } from '../api/stock';
import { ProductCell } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Money } from '../ui/Money';
import { NeedsStore } from '../ui/NeedsStore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { ScrapForm } from './ScrapForm';
import './scrap.css';

type Days = '7' | '30' | '90';

/** What can no longer be sold: one form that a scan fills, and what went this way lately. */
export default function ScrapPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [store] = useStoreFilter();
  const [days, setDays] = useAddress<Days>('days', '30');
  const scrapped = useQuery({ queryKey: ['scrapped', store, days], queryFn: ({ signal }) => listScrapped(store ?? '', Number(days), signal), enabled: store !== null, staleTime: 0 });
  return (
    <>
      <PageHead title={t('scrap.title')} lead={t('scrap.lead')} loaded={loadedOf(scrapped)} />
      <NeedsStore>{(chosen) => <ScrapForm store={chosen} key={chosen} />}</NeedsStore>
      {store !== null && (
        <>
          <div className="section-head">
            <div>
              <h2>{t('scrap.soFar')}</h2>
              {scrapped.data && <p className="quiet">{t('scrap.costs', { money: format.money(scrapped.data.costFen) })}</p>}
            </div>
            <Segmented<Days> aria-label={t('ui.days')} value={days} onChange={setDays} options={(['7', '30', '90'] as const).map((value) => ({ value, label: t('ui.lastDays', { count: Number(value) }) }))} />
          </div>
          <Loading query={scrapped} label={t('scrap.loading')}>
            {({ rows }) => (rows.length === 0 ? <Notice icon={<DeleteOutlined />} title={t('scrap.empty')} help={t('scrap.emptyHelp')} /> : <Scrapped rows={rows} store={store} />)}
          </Loading>
        </>
      )}
    </>
  );
}

function Scrapped({ rows, store }: { rows: readonly ScrappedRow[]; store: string | null }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const columns = useMemo<TableColumnsType<ScrappedRow>>(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, name }) => <ProductCell sku={sku} name={name} store={store} /> },
      { title: t('scrap.reason'), key: 'reason', render: (_, { reason }) => words.scrapped(reason) },
      { title: t('ui.quantity'), key: 'quantity', align: 'end', render: (_, { quantity, unit = 'piece' }) => <Quantity value={quantity} unit={unit} bare /> },
      { title: t('goods.cost'), key: 'cost', align: 'end', sorter: (left, right) => left.costFen - right.costFen, render: (_, { costFen }) => <Money fen={costFen} /> },
      { title: t('scrap.by'), key: 'who', render: (_, { who }) => who },
    ],
    [t, words, store],
  );
  return (
    <Rows<ScrappedRow>
      rows={rows}
      label={t('scrap.soFar')}
      rowKey={({ sku, reason, who }) => `${sku} ${reason} ${who}`}
      columns={columns}
      card={(row) => (
        <div className="card-head">
          <ProductCell sku={row.sku} name={row.name} store={store} under={`${words.scrapped(row.reason)} · ${row.who}`} />
          <span className="push who who-end">
            <Quantity value={row.quantity} unit={row.unit ?? 'piece'} />
            <Money fen={row.costFen} />
          </span>
        </div>
      )}
    />
  );
}
