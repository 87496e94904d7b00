import { SearchOutlined, ShopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listStores } from '../api/client';
import { StaleBanner } from '../app/LiveMark';
import { useFreshness } from '../live/LiveProvider';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { PageSkeleton } from '../ui/PageSkeleton';
import { usePhone } from '../ui/useMedia';
import { useTitle } from '../ui/useTitle';
import { useNow } from '../ui/useNow';
import { matching, rowsOf, type Filter } from './rows';
import { StoreCards } from './StoreCards';
import { StoresTable } from './StoresTable';
import { Summary } from './Summary';

export default function StoresPage() {
  const { t } = useTranslation();
  const stores = useQuery({ queryKey: ['stores'], queryFn: ({ signal }) => listStores(signal) });
  const stale = useFreshness().kind === 'stale';
  const phone = usePhone();
  useTitle(t('stores.title'));
  const now = useNow();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const rows = useMemo(() => rowsOf(stores.data ?? [], now), [stores.data, now]);
  const shown = useMemo(() => matching(rows, search, filter), [rows, search, filter]);

  if (stores.isPending) {
    return <PageSkeleton label={t('stores.loading')} />;
  }

  if (!stores.data) {
    return <Failure error={stores.error} busy={stores.isFetching} onRetry={() => void stores.refetch()} />;
  }

  const count = (each: Filter) => matching(rows, '', each).length;
  const filters: readonly Filter[] = ['all', 'online', 'offline', 'problems'];
  const words: Record<Filter, string> = { all: t('stores.all'), online: t('state.online'), offline: t('state.offline'), problems: t('stores.problems') };

  return (
    <>
      <StaleBanner />
      <div className="page-head">
        <h1>{t('stores.title')}</h1>
        <p>{t('stores.lead')}</p>
      </div>
      {stores.data.length === 0 ? (
        <Notice icon={<ShopOutlined />} title={t('stores.empty')} help={t('stores.emptyHelp')} />
      ) : (
        <div className={stale ? 'is-stale' : ''}>
          <Summary stores={stores.data} rows={rows} onAttention={() => setFilter('problems')} />
          <div className="toolbar">
            <Input
              allowClear
              className="search"
              prefix={<SearchOutlined aria-hidden />}
              placeholder={t('stores.search')}
              aria-label={t('stores.search')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <Segmented<Filter>
              aria-label={t('stores.filter')}
              value={filter}
              onChange={setFilter}
              options={filters.map((each) => ({
                value: each,
                label: (
                  <>
                    {words[each]} <span className="count">{count(each)}</span>
                  </>
                ),
              }))}
            />
          </div>
          {shown.length === 0 ? (
            <Notice icon={<SearchOutlined />} title={t('stores.noMatch')} help={t('stores.noMatchHelp')}>
              <Button
                onClick={() => {
                  setSearch('');
                  setFilter('all');
                }}
              >
                {t('stores.clear')}
              </Button>
            </Notice>
          ) : phone ? (
            <StoreCards rows={shown} />
          ) : (
            <StoresTable rows={shown} />
          )}
        </div>
      )}
    </>
  );
}
