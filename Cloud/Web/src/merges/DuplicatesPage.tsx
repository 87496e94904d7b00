import { CheckCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dismissDuplicate, listDuplicates, type CustomerRow, type Duplicate } from '../api/customers';
import { LevelMark } from '../customers/LevelMark';
import { Ago } from '../ui/Ago';
import { Failure } from '../ui/Failure';
import { ListSkeleton } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { LoadMore } from '../ui/LoadMore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { MergeDialog } from './MergeDialog';
import './merges.css';

/** Pairs that may be one person, to be looked at one by one. */
export default function DuplicatesPage() {
  const { t } = useTranslation();
  const [compared, setCompared] = useState<Duplicate | null>(null);
  const list = useKeyset(['duplicates'], async (after, signal) => {
    const page = await listDuplicates(after, signal);
    return { rows: page.duplicates, next: page.next };
  });
  const dismissing = useSend(({ one, other }: { one: string; other: string }) => dismissDuplicate(one, other), { renews: [['duplicates']], done: () => t('merges.dismissed') });
  return (
    <>
      <PageHead title={t('merges.title')} lead={t('merges.lead')} back={{ to: '/customers', label: t('customer.back') }} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <SendFailure error={dismissing.error} />
      {list.rows === undefined ? (
        list.error ? (
          <Failure error={list.error} busy={list.isFetching} onRetry={list.refresh} />
        ) : (
          <ListSkeleton label={t('merges.loading')} />
        )
      ) : list.rows.length === 0 ? (
        <Notice tone="good" icon={<CheckCircleOutlined />} title={t('merges.empty')} help={t('merges.emptyHelp')} />
      ) : (
        <ul className="pairs">
          {list.rows.map((pair) => (
            <li className="panel pair" key={`${pair.one.id} ${pair.other.id}`}>
              <Side row={pair.one} />
              <div className="pair-why">
                <span className="quiet">{t('merges.why')}</span>
                {pair.why.map((each) => (
                  <span className={`chip ${each === 'name' ? '' : 'chip-warn'}`} key={each}>
                    {t(`merges.w_${each}`)}
                  </span>
                ))}
              </div>
              <Side row={pair.other} />
              <div className="pair-actions">
                <Button loading={dismissing.isPending} onClick={() => dismissing.mutate({ one: pair.one.id, other: pair.other.id })}>
                  {t('merges.different')}
                </Button>
                <Button type="primary" onClick={() => setCompared(pair)}>
                  {t('merges.compare')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <LoadMore hasMore={list.hasMore} busy={list.isFetchingMore} onMore={list.more} />
      <MergeDialog pair={compared === null ? null : { one: compared.one.id, other: compared.other.id }} onClose={() => setCompared(null)} />
    </>
  );
}

function Side({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  return (
    <div className="pair-side">
      <Link to={`/customers/${encodeURIComponent(row.id)}`}>{row.name}</Link>
      <span className="mono">{row.phone ?? '—'}</span>
      <span className="quiet">
        <LevelMark level={row.level} none={t('customers.noLevel')} /> · {row.source}
      </span>
      <span className="quiet">
        {t('customers.lastVisit')}: <Ago at={row.lastVisit} empty={t('customers.never')} />
      </span>
    </div>
  );
}
