import {
  CrownOutlined, EditOutlined, EyeOutlined, FileProtectOutlined, FileSearchOutlined, ForkOutlined, HistoryOutlined, ImportOutlined, LinkOutlined, MergeCellsOutlined, MessageOutlined,
  RollbackOutlined, ShoppingOutlined, ShopOutlined, SmileOutlined, UserAddOutlined,
} from '@ant-design/icons';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listTimeline, type Customer, type TimelineEntry, type TimelineKind } from '../api/customers';
import { useStoreName } from '../app/MyStore';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { Failure } from '../ui/Failure';
import { ListSkeleton } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { LoadMore } from '../ui/LoadMore';
import { Notice } from '../ui/Notice';
import { useFormat } from '../ui/useFormat';
import { evidenceOf, timelineKinds } from './timeline';

const icons: Record<TimelineKind, ReactNode> = {
  sale: <ShoppingOutlined />, return: <RollbackOutlined />, points: <CrownOutlined />, visit: <ShopOutlined />, 'face-consent': <SmileOutlined />, consent: <FileProtectOutlined />,
  note: <MessageOutlined />, merge: <MergeCellsOutlined />, unmerge: <ForkOutlined />, reveal: <EyeOutlined />, identity: <LinkOutlined />, import: <ImportOutlined />, changed: <EditOutlined />,
  created: <UserAddOutlined />,
};

/** Everything that happened, newest first; each entry leads to what it stands on. */
export function TimelineTab({ customer, show, onShow }: { customer: Customer; show: TimelineKind | null; onShow: (kind: TimelineKind | null) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="toolbar">
        <Select<TimelineKind>
          className="timeline-kind"
          allowClear
          placeholder={t('customer.all')}
          aria-label={t('customer.filter')}
          value={show}
          onChange={(kind: TimelineKind | undefined) => onShow(kind ?? null)}
          options={timelineKinds.map((value) => ({ value, label: t(`customer.k_${value}`) }))}
        />
      </div>
      <Timeline id={customer.id} kind={show} empty={<Notice icon={<HistoryOutlined />} title={t('customer.timelineEmpty')} help={t('customer.timelineEmptyHelp')} />} />
    </>
  );
}

/** The entries of one kind, or all. */
export function Timeline({ id, kind, empty }: { id: string; kind: TimelineKind | null; empty: ReactNode }) {
  const { t } = useTranslation();
  const list = useKeyset(['timeline', id, kind], async (before, signal) => {
    const page = await listTimeline(id, kind, before, signal);
    return { rows: page.entries, next: page.next };
  });
  if (list.rows === undefined) {
    return list.error ? <Failure error={list.error} busy={list.isFetching} onRetry={list.refresh} /> : <ListSkeleton label={t('ui.loading')} />;
  }

  return list.rows.length === 0 ? (
    empty
  ) : (
    <>
      <ol className="panel timeline" aria-label={t('customer.tab_timeline')}>
        {list.rows.map((entry) => (
          <Entry entry={entry} key={entry.id} person={id} />
        ))}
      </ol>
      <LoadMore hasMore={list.hasMore} busy={list.isFetchingMore} onMore={list.more} />
    </>
  );
}

function Entry({ entry, person }: { entry: TimelineEntry; person: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const storeName = useStoreName();
  const place = evidenceOf(entry);
  const words = [
    entry.store === null ? '' : storeName(entry.store),
    entry.count === null ? '' : t('customer.goods', { count: entry.count }),
    entry.seconds === null ? '' : t('customer.stayed', { span: format.span(entry.seconds * 1_000) }),
    entry.who === null ? '' : t('customer.by', { who: entry.who }),
    entry.customer === person ? '' : t('customer.as', { id: entry.customer }),
  ];
  return (
    <li className={`timeline-${entry.kind}`}>
      <span className="timeline-icon" aria-hidden>
        {icons[entry.kind]}
      </span>
      <div className="timeline-words">
        <p>
          <b>{t(`customer.k_${entry.kind}`)}</b>
          {entry.amountFen !== null && <span className="timeline-amount digits">{format.money(entry.amountFen)}</span>}
          {entry.points !== null && <SignedPoints points={entry.points} />}
        </p>
        {entry.text !== null && entry.text !== '' && <p className="breaks">{entry.text}</p>}
        <p className="quiet timeline-foot">{words.filter(Boolean).join(' · ')}</p>
      </div>
      <div className="timeline-end">
        <Ago at={entry.at} empty="" />
        {place === null ? null : 'path' in place ? (
          <Link className="evidence" to={place.path}>
            <FileSearchOutlined aria-hidden /> {t('ui.evidence')}
          </Link>
        ) : (
          <Evidence evidence={place.said} store={place.store} />
        )}
      </div>
    </li>
  );
}

/** "+19" in green and "−5" in red: the sign says it too. */
export function SignedPoints({ points }: { points: number }) {
  const format = useFormat();
  return <span className={`signed-points digits ${points < 0 ? 'points-down' : 'points-up'}`}>{points < 0 ? `\u2212${format.number(-points)}` : `+${format.number(points)}`}</span>;
}
