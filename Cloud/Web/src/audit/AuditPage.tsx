import { AuditOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { listAudit, type AuditEntry } from '../api/access';
import { useStoreName } from '../app/MyStore';
import { Ago } from '../ui/Ago';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { auditKinds, detailOf, subjectPath, useAuditWords } from './auditWords';
import './audit.css';

/** Who did what: newest first, narrowed to a kind of thing, to one thing or to one person. */
export default function AuditPage() {
  const { t } = useTranslation();
  const words = useAuditWords();
  const storeName = useStoreName();
  const [address, setAddress] = useSearchParams();
  const kind = address.get('kind') ?? '';
  const subject = address.get('subject') ?? '';
  const who = address.get('who') ?? '';
  const open = (next: Partial<Record<'kind' | 'subject' | 'who', string>>) => {
    const wanted = { kind, subject, who, ...next };
    setAddress(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')));
  };
  const list = useKeyset(['audit', kind, subject, who], async (after, signal) => {
    const page = await listAudit({ kind, subject, who, after }, signal);
    return { rows: page.entries, next: page.next };
  });
  const filtered = kind !== '' || subject !== '' || who !== '';
  return (
    <>
      <PageHead title={t('audit.title')} lead={t('audit.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <div className="toolbar-start">
          <Select<string>
            className="audit-kind"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('audit.allKinds')}
            aria-label={t('audit.kind')}
            value={kind === '' ? null : kind}
            onChange={(chosen: string | undefined) => open({ kind: chosen ?? '', subject: '' })}
            options={auditKinds.map((value) => ({ value, label: words.kind(value) }))}
          />
          {subject !== '' && <span className="tag tag-large">{t('audit.subjectOf', { subject })}</span>}
          {who !== '' && <span className="tag tag-large">{t('audit.whoOf', { who: list.rows?.[0]?.name ?? who })}</span>}
          {filtered && <Button onClick={() => setAddress({})}>{t('audit.showAll')}</Button>}
        </div>
      </div>
      <KeysetList
        list={list}
        rowKey={({ id }) => id}
        label={t('audit.title')}
        filtered={filtered}
        columns={[
          { title: t('ui.when'), key: 'at', render: (_, { at }) => <Ago at={at} empty="" /> },
          { title: t('audit.who'), key: 'who', render: (_, entry) => <Who entry={entry} onOnly={() => open({ who: entry.who })} /> },
          { title: t('audit.action'), key: 'action', render: (_, { action }) => <b title={action}>{words.action(action)}</b> },
          { title: t('audit.subject'), key: 'subject', render: (_, entry) => <Subject entry={entry} /> },
          { title: t('audit.store'), key: 'store', render: (_, { store }) => (store === null ? <span className="quiet">—</span> : storeName(store)) },
          { title: t('audit.detail'), key: 'detail', render: (_, { detail }) => <Detail detail={detail} /> },
        ]}
        card={(entry) => (
          <>
            <div className="card-head">
              <b>{words.action(entry.action)}</b>
              <span className="push" />
              <Ago at={entry.at} empty="" />
            </div>
            <Who entry={entry} onOnly={() => open({ who: entry.who })} />
            <Subject entry={entry} />
            <Detail detail={entry.detail} />
          </>
        )}
        empty={<Notice icon={<AuditOutlined />} title={t('audit.empty')} help={t('audit.emptyHelp')} />}
      />
    </>
  );
}

const roles = ['admin', 'region', 'manager', 'associate', 'auditor', 'till'] as const;

function Who({ entry: { who, name, role }, onOnly }: { entry: AuditEntry; onOnly: () => void }) {
  const { t } = useTranslation();
  const known = roles.find((each) => each === role.toLowerCase());
  return (
    <div className="who">
      <button type="button" className="link" title={t('audit.onlyWho', { who: name ?? who })} onClick={onOnly}>
        {name ?? who}
      </button>
      <span className="quiet">{known ? t(`session.role_${known}`) : role}</span>
    </div>
  );
}

function Subject({ entry: { kind, subject } }: { entry: AuditEntry }) {
  const path = subjectPath(kind, subject);
  return path === null ? <span className="mono breaks">{subject}</span> : <Link className="mono breaks" to={path}>{subject}</Link>;
}

function Detail({ detail }: { detail: unknown }) {
  const parts = detailOf(detail);
  return parts.length === 0 ? null : (
    <dl className="audit-detail">
      {parts.map(([name, value]) => (
        <div key={name}>
          {name !== '' && <dt>{name}</dt>}
          <dd className="breaks">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
