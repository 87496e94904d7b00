import { FileProtectOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { listConsents, listConsentTexts, type ConsentRow, type ConsentText } from '../api/customers';
import { consentTones, consentWords } from '../members/faces';
import { Ago } from '../ui/Ago';
import { KeysetList, ListSkeleton } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import './consents.css';

type Kind = ConsentRow['kind'];

const states = { face: ['given', 'recalling', 'withdrawn'], marketing: ['given', 'withdrawn'] } as const;

/** What people agreed to, in the whole chain: both kinds, with the version of the text. */
export default function ConsentsPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const kind: Kind = address.get('kind') === 'marketing' ? 'marketing' : 'face';
  const state = address.get('state');
  const text = address.get('text');
  const open = (next: { kind?: Kind; state?: string | null; text?: string | null }) => {
    const wanted = { kind, state, text, ...next };
    setAddress({ ...(wanted.kind === 'face' ? {} : { kind: wanted.kind }), ...(wanted.state ? { state: wanted.state } : {}), ...(wanted.text ? { text: wanted.text } : {}) }, { replace: true });
  };
  const texts = useQuery({ queryKey: ['consent-texts'], queryFn: ({ signal }) => listConsentTexts(signal), staleTime: 0 });
  const list = useKeyset(['consents', kind, state, text], async (after, signal) => {
    const page = await listConsents({ kind, state, text, after }, signal);
    return { rows: page.consents, next: page.next };
  });
  const ofKind = (texts.data?.texts ?? []).filter((each) => each.kind === kind);
  return (
    <>
      <PageHead title={t('consents.title')} lead={t('consents.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <Segmented<Kind>
          aria-label={t('consents.kind')}
          value={kind}
          onChange={(chosen) => open({ kind: chosen, state: null, text: null })}
          options={(['face', 'marketing'] as const).map((value) => ({ value, label: t(`consents.${value}`) }))}
        />
        <div className="toolbar-start consents-filters">
          <Select<string>
            allowClear
            placeholder={t('consents.allStates')}
            aria-label={t('consents.state')}
            value={state}
            onChange={(chosen: string | undefined) => open({ state: chosen ?? null })}
            options={states[kind].map((value) => ({ value, label: t(`consents.${value}`) }))}
          />
          <Select<string>
            allowClear
            placeholder={t('consents.anyText')}
            aria-label={t('consents.text')}
            value={text}
            onChange={(chosen: string | undefined) => open({ text: chosen ?? null })}
            options={[...new Set(ofKind.flatMap(({ version }) => (version === null ? [] : [version])))].map((value) => ({ value, label: value }))}
          />
        </div>
      </div>
      <Loading query={texts} label={t('ui.loading')} skeleton={<ListSkeleton label={t('ui.loading')} />}>
        {() => <Texts texts={ofKind} />}
      </Loading>
      <KeysetList
        list={list}
        rowKey={(row) => `${row.customer} ${row.gateway ?? ''} ${row.purpose ?? ''} ${row.channel ?? ''}`}
        label={t('consents.title')}
        filtered={state !== null || text !== null}
        columns={[
          { title: t('consents.who'), key: 'who', render: (_, { customer, name }) => <Link to={`/customers/${encodeURIComponent(customer)}?tab=consents`}>{name}</Link> },
          { title: t(kind === 'face' ? 'consents.where' : 'consents.purpose'), key: 'where', render: (_, row) => <About row={row} /> },
          { title: t('consents.state'), key: 'state', render: (_, row) => <State row={row} /> },
          { title: t('consents.text'), key: 'text', render: (_, row) => <TextOf row={row} /> },
          { title: t('consents.at'), key: 'at', render: (_, { at }) => <Ago at={at} empty="" /> },
        ]}
        card={(row) => (
          <>
            <div className="card-head">
              <div className="who">
                <Link className="card-link" to={`/customers/${encodeURIComponent(row.customer)}?tab=consents`}>
                  {row.name}
                </Link>
                <About row={row} />
              </div>
              <State row={row} />
            </div>
            <p className="quiet">
              <TextOf row={row} /> · <Ago at={row.at} empty="" />
            </p>
          </>
        )}
        empty={<Notice icon={<FileProtectOutlined />} title={t('consents.empty')} help={t('consents.emptyHelp')} />}
      />
    </>
  );
}

function Texts({ texts }: { texts: readonly ConsentText[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const date = (text: string) => format.date(Date.parse(text));
  return (
    <section className="consent-texts" aria-label={t('consents.texts')}>
      {texts.length === 0 && <p className="quiet">{t('consents.textsEmpty')}</p>}
      {texts.map((text) => (
        <div className="panel tile" key={`${text.purpose ?? ''} ${text.version ?? ''} ${text.language ?? ''}`}>
          <h2>{text.version === null ? t('consents.noText') : t('customer.text', { version: text.version, language: text.language ?? '' })}</h2>
          {text.purpose !== null && <p>{t(`customer.pu_${text.purpose}`)}</p>}
          <p className="marks">
            <Mark tone="good">{t('consents.holds', { count: text.given })}</Mark>
            {text.withdrawn > 0 && <Mark tone="none">{t('consents.left', { count: text.withdrawn })}</Mark>}
          </p>
          <p className="tile-foot">{t('consents.between', { from: date(text.firstAt), to: date(text.lastAt) })}</p>
        </div>
      ))}
    </section>
  );
}

function About({ row }: { row: ConsentRow }) {
  const { t } = useTranslation();
  return row.kind === 'face' ? (
    <span>
      {row.storeName ?? row.store} <span className="mono quiet">{row.gateway}</span>
    </span>
  ) : (
    <span>
      {row.purpose !== null && t(`customer.pu_${row.purpose}`)} <span className="quiet">{row.channel !== null && t(`customer.ch_${row.channel}`)}</span>
    </span>
  );
}

function State({ row }: { row: ConsentRow }) {
  const { t } = useTranslation();
  const tone = consentTones[row.state] === 'warn' ? 'wait' : consentTones[row.state] === 'good' ? 'good' : 'none';
  return (
    <Mark tone={tone} help={row.state === 'recalling' && row.online === false ? t('consents.offline') : ''}>
      {row.kind === 'face' ? t(consentWords[row.state]) : t(row.state === 'withdrawn' ? 'consents.withdrawn' : 'consents.given')}
    </Mark>
  );
}

function TextOf({ row }: { row: ConsentRow }) {
  const { t } = useTranslation();
  return <>{row.textVersion === null ? <span className="quiet">{t('consents.noText')}</span> : t('customer.text', { version: row.textVersion, language: row.language ?? '' })}</>;
}
