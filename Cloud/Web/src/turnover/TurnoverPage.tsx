import { RiseOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Segmented, type TableColumnsType } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getTurnover, type Turnover, type TurnoverRow } from '../api/stock';
import { ProductCell, skuPath } from '../goods/ProductCell';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import type { Keyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { NeedsStore } from '../ui/NeedsStore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { useAddress } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';

type Days = '30' | '90' | '365';
type Sort = 'slow' | 'fast';

export default function TurnoverPage() {
  const { t } = useTranslation();
  return (
    <NeedsStore otherwise={<PageHead title={t('turnover.title')} lead={t('turnover.lead')} />}>{(store) => <OfStore store={store} key={store} />}</NeedsStore>
  );
}

function OfStore({ store }: { store: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [days, setDays] = useAddress<Days>('days', '90');
  const [sort, setSort] = useAddress<Sort>('sort', 'slow');
  const pages = useInfiniteQuery({
    queryKey: ['turnover', store, days, sort],
    queryFn: ({ pageParam, signal }) => getTurnover({ store, days: Number(days), sort, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const whole = pages.data?.pages[0];
  const list: Keyset<TurnoverRow> = {
    rows: pages.data?.pages.flatMap(({ rows }) => rows), error: pages.error, isPending: pages.isPending, isFetching: pages.isFetching, isFetchingMore: pages.isFetchingNextPage,
    hasMore: pages.hasNextPage, isBefore: false, loadedAt: pages.dataUpdatedAt, refresh: () => void pages.refetch(), more: () => void pages.fetchNextPage(),
  };
  const times = useCallback((permille: number | null) => (permille === null ? '—' : t('turnover.times', { times: format.number(permille / 1_000, 1) })), [t, format]);
  const cover = useCallback((row: TurnoverRow) => (row.coverDays === null ? '—' : t('turnover.days', { days: format.number(row.coverDays, 1) })), [t, format]);
  const columns = useMemo<TableColumnsType<TurnoverRow>>(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, name }) => <ProductCell sku={sku} name={name} store={store} /> },
      { title: t('turnover.turns'), key: 'turns', align: 'end', render: (_, { turnoverPermille }) => <strong>{times(turnoverPermille)}</strong> },
      { title: t('turnover.sold'), key: 'sold', align: 'end', render: (_, { sold, unit = 'piece' }) => <Quantity value={sold} unit={unit} bare /> },
      { title: t('turnover.soldCost'), key: 'soldCost', align: 'end', render: (_, { soldCostFen }) => <Money fen={soldCostFen} /> },
      { title: t('turnover.average'), key: 'average', align: 'end', render: (_, { averageQuantity, unit = 'piece' }) => <Quantity value={averageQuantity} unit={unit} bare /> },
      { title: t('turnover.averageCost'), key: 'averageCost', align: 'end', render: (_, { averageStockFen }) => <Money fen={averageStockFen} /> },
      { title: t('turnover.cover'), key: 'cover', align: 'end', render: (_, row) => cover(row) },
      { title: t('turnover.last'), key: 'last', render: (_, { lastSoldAt }) => <Ago at={lastSoldAt} empty={t('turnover.never')} /> },
    ],
    [t, times, cover, store],
  );
  return (
    <>
      <PageHead title={t('turnover.title')} lead={t('turnover.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <Segmented<Days> aria-label={t('ui.days')} value={days} onChange={setDays} options={(['30', '90', '365'] as const).map((value) => ({ value, label: t('ui.lastDays', { count: Number(value) }) }))} />
        <Segmented<Sort>
          aria-label={t('turnover.sort')}
          value={sort}
          onChange={setSort}
          options={[
            { value: 'slow', label: t('turnover.slow') },
            { value: 'fast', label: t('turnover.fast') },
          ]}
        />
      </div>
      {whole && <Whole whole={whole} times={times(whole.turnoverPermille)} />}
      <KeysetList<TurnoverRow>
        list={list}
        label={t('turnover.title')}
        rowKey={({ sku }) => sku}
        columns={columns}
        to={({ sku }) => skuPath(store, sku)}
        empty={<Notice icon={<RiseOutlined />} title={t('turnover.empty')} help={t('turnover.emptyHelp')} />}
        card={(row) => (
          <>
            <div className="card-head">
              <ProductCell sku={row.sku} name={row.name} store={store} />
              <strong className="push">{times(row.turnoverPermille)}</strong>
            </div>
            <dl className="facts">
              <Fact name={t('turnover.sold')}>
                <Quantity value={row.sold} unit={row.unit ?? 'piece'} />
              </Fact>
              <Fact name={t('turnover.averageCost')}>
                <Money fen={row.averageStockFen} />
              </Fact>
              <Fact name={t('turnover.cover')}>{cover(row)}</Fact>
              <Fact name={t('turnover.last')}>
                <Ago at={row.lastSoldAt} empty={t('turnover.never')} />
              </Fact>
            </dl>
          </>
        )}
      />
    </>
  );
}

function Whole({ whole, times }: { whole: Turnover; times: string }) {
  const { t } = useTranslation();
  return (
    <section className="summary summary-three summary-money" aria-label={t('turnover.title')}>
      <div className="panel tile">
        <h2>{t('turnover.turns')}</h2>
        <p className="figure">{times}</p>
      </div>
      <div className="panel tile">
        <h2>{t('turnover.soldCost')}</h2>
        <p className="figure">
          <Money fen={whole.soldCostFen} />
        </p>
      </div>
      <div className="panel tile">
        <h2>{t('turnover.averageCost')}</h2>
        <p className="figure">
          <Money fen={whole.averageStockFen} />
        </p>
      </div>
    </section>
  );
}
