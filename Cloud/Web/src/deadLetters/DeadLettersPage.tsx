import { CheckCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDeadLetters, listStores } from '../api/client';
import type { StoreSummary } from '../api/types';
import { StaleBanner } from '../app/LiveMark';
import { useFreshness } from '../live/LiveProvider';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { PageSkeleton } from '../ui/PageSkeleton';
import { usePhone } from '../ui/useMedia';
import { useTitle } from '../ui/useTitle';
import { DeadLetterCards } from './DeadLetterCards';
import { DeadLettersTable } from './DeadLettersTable';

const pollMs = 15_000;

export default function DeadLettersPage() {
  const { t } = useTranslation();
  const letters = useQuery({ queryKey: ['dead-letters'], queryFn: ({ signal }) => listDeadLetters(signal), refetchInterval: pollMs, staleTime: 0 });
  const stale = useFreshness().kind === 'stale';
  const phone = usePhone();
  useTitle(t('deadLetters.title'));
  const [search, setSearch] = useState('');
  useRefetchWhenMore();
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return (letters.data ?? []).filter((letter) => [letter.reason, letter.topic, letter.gateway ?? ''].some((text) => text.toLowerCase().includes(wanted)));
  }, [letters.data, search]);

  if (letters.isPending) {
    return <PageSkeleton label={t('deadLetters.loading')} />;
  }

  if (!letters.data) {
    return <Failure error={letters.error} busy={letters.isFetching} onRetry={() => void letters.refetch()} />;
  }

  return (
    <>
      <StaleBanner />
      <div className="page-head">
        <h1>{t('deadLetters.title')}</h1>
        <p>{t('deadLetters.lead')}</p>
      </div>
      {letters.data.length === 0 ? (
        <Notice tone="good" icon={<CheckCircleOutlined />} title={t('deadLetters.empty')} help={t('deadLetters.emptyHelp')} />
      ) : (
        <div className={stale ? 'is-stale' : ''}>
          <div className="toolbar">
            <Input
              allowClear
              className="search"
              prefix={<SearchOutlined aria-hidden />}
              placeholder={t('deadLetters.search')}
              aria-label={t('deadLetters.search')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          {shown.length === 0 ? (
            <Notice icon={<SearchOutlined />} title={t('deadLetters.noMatch')} help={t('stores.noMatchHelp')} />
          ) : phone ? (
            <DeadLetterCards letters={shown} />
          ) : (
            <DeadLettersTable letters={shown} />
          )}
        </div>
      )}
    </>
  );
}

/** The stream tells how many dead letters there are; a change is worth a look before the next poll. */
function useRefetchWhenMore(): void {
  const queryClient = useQueryClient();
  const { data: total } = useQuery({
    queryKey: ['stores'],
    queryFn: ({ signal }) => listStores(signal),
    select: (stores: StoreSummary[]) => stores.flatMap((store) => store.gateways).reduce((sum, gateway) => sum + gateway.deadLetters, 0),
  });

  useEffect(() => {
    if (total !== undefined) {
      void queryClient.invalidateQueries({ queryKey: ['dead-letters'] });
    }
  }, [queryClient, total]);
}
