import { StarOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listArrivals, type Arrival } from '../api/visits';
import { useStoreName } from '../app/MyStore';
import { LevelMark } from '../customers/LevelMark';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import { claimOf } from './claim';

/** Members as they come in, and how soon somebody was with them. */
export function Arrivals({ store, pollMs }: { store: string | null; pollMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const storeName = useStoreName();
  const queryClient = useQueryClient();
  const list = useKeyset(['arrivals', store], async (after, signal) => {
    const page = await listArrivals({ store, after }, signal);
    return { rows: page.arrivals, next: page.next };
  });
  useEffect(() => {
    const timer = setInterval(() => void queryClient.invalidateQueries({ queryKey: ['arrivals', store] }), pollMs);
    return () => clearInterval(timer);
  }, [queryClient, store, pollMs]);
  const stayed = ({ dwellSeconds }: Arrival) => (dwellSeconds === null ? '—' : format.span(dwellSeconds * 1_000));
  return (
    <KeysetList
      list={list}
      rowKey={({ store: at, visit }) => `${at} ${visit}`}
      label={t('visits.arrivalsTitle')}
      columns={[
        { title: t('visits.who'), key: 'who', render: (_, arrival) => <Who arrival={arrival} /> },
        { title: t('ui.store'), key: 'store', render: (_, arrival) => <Where name={storeName(arrival.store)} zone={arrival.zone} /> },
        { title: t('visits.how'), key: 'how', render: (_, arrival) => <How how={arrival.how} /> },
        { title: t('visits.came'), key: 'came', render: (_, { arrivedAt }) => <Ago at={arrivedAt} empty="" /> },
        { title: t('visits.attended'), key: 'attended', render: (_, arrival) => <Claim arrival={arrival} /> },
        { title: t('visits.stayed'), key: 'stayed', render: (_, arrival) => <span className="digits">{stayed(arrival)}</span> },
        { title: t('ui.evidence'), key: 'evidence', render: (_, { evidence, store: at }) => <Evidence evidence={evidence} store={at} /> },
      ]}
      card={(arrival) => (
        <>
          <div className="card-head">
            <Who arrival={arrival} />
            <span className="push" />
            <Ago at={arrival.arrivedAt} empty="" />
          </div>
          <p className="quiet">
            {storeName(arrival.store)} · <How how={arrival.how} /> · {t('visits.stayed')} {stayed(arrival)}
          </p>
          <div className="customer-card-foot">
            <Claim arrival={arrival} />
            <Evidence evidence={arrival.evidence} store={arrival.store} />
          </div>
        </>
      )}
      empty={<Notice icon={<StarOutlined />} title={t('visits.arrivalsEmpty')} help={t('visits.arrivalsEmptyHelp')} />}
    />
  );
}

function Who({ arrival: { member, name, level } }: { arrival: Arrival }) {
  const { t } = useTranslation();
  return (
    <div className="who">
      {member === null ? <span className="quiet">{t('visits.erased')}</span> : <Link to={`/customers/${encodeURIComponent(member)}`}>{name ?? t('visits.hidden')}</Link>}
      {level !== null && level !== '' && <LevelMark level={level} none="" />}
    </div>
  );
}

const Where = ({ name, zone }: { name: string; zone: string | null }) => (
  <div className="who">
    <span>{name}</span>
    {zone !== null && <span className="quiet">{zone}</span>}
  </div>
);

const ways = ['face', 'card', 'qr', 'phone'] as const;

function How({ how }: { how: string }) {
  const { t } = useTranslation();
  const way = ways.find((each) => each === how);
  return <>{way === undefined ? how || t('visits.h_other') : t(`visits.h_${way}`)}</>;
}

function Claim({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const claim = claimOf(arrival, now);
  const span = format.span(claim.seconds * 1_000);
  switch (claim.kind) {
    case 'claimed':
      return <Mark tone={claim.tone}>{arrival.claimedBy === null ? t('visits.after', { span }) : t('visits.by', { who: arrival.claimedBy, span })}</Mark>;
    case 'waiting':
      return <Mark tone="wait">{t('visits.waiting', { span })}</Mark>;
    case 'dismissed':
      return <Mark tone="none">{t('visits.dismissed')}</Mark>;
    default:
      return <Mark tone="bad">{t('visits.nobody')}</Mark>;
  }
}
