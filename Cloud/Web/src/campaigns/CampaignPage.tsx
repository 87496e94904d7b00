import { PauseOutlined, PlayCircleOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Segmented, type TableColumnsType } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { changeCampaign, getCampaign, listCampaignGateways, type Campaign, type CampaignGateway, type MemberState } from '../api/campaigns';
import { Ago, Age } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useAddress } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { CampaignMark, countOf, memberStates, MemberMark } from './CampaignMarks';
import './campaigns.css';

const askAgainMs = 5_000;

/** One campaign: its stages, and every gateway of it. */
export default function CampaignPage() {
  const { t } = useTranslation();
  const { campaign: id = '' } = useParams();
  const campaign = useQuery({ queryKey: ['campaign', id], queryFn: ({ signal }) => getCampaign(id, signal), refetchInterval: askAgainMs });
  return (
    <Loading query={campaign} label={t('campaigns.loading')}>
      {(found) => (
        <>
          <PageHead
            title={found.name}
            lead={<Rules campaign={found} />}
            back={{ to: '/campaigns', label: t('campaigns.back') }}
            mark={<CampaignMark state={found.state} />}
            loaded={loadedOf(campaign)}
            actions={found.mayChange && <Actions campaign={found} />}
          />
          {found.reason !== '' && <Alert className="campaign-note" type="error" showIcon role="alert" title={t('campaigns.c_halted')} description={found.reason} />}
          {found.leftOut > 0 && <Alert className="campaign-note" type="info" showIcon title={t('campaigns.leftOut', { count: found.leftOut })} />}
          <Stages campaign={found} />
          <Gateways campaign={found} />
        </>
      )}
    </Loading>
  );
}

function Rules({ campaign: { version, arch, plan } }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const rules = { atOnce: plan.atOnce, healthy: plan.healthyMinutes, most: plan.mostFailures, percent: plan.mostFailurePercent };
  return (
    <>
      <span className="mono">
        {version} {arch}
      </span>
      {'. '}
      {plan.windowFrom === plan.windowUntil ? t('campaigns.rulesAnytime', rules) : t('campaigns.rules', { ...rules, from: plan.windowFrom.slice(0, 5), until: plan.windowUntil.slice(0, 5) })}
    </>
  );
}

function Actions({ campaign: { campaign: id, state } }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const changing = useSend((to: 'pause' | 'resume' | 'stop') => changeCampaign(id, to), { renews: [['campaign', id], ['campaigns'], ['campaignGateways', id]], done: () => t('campaigns.changed') });
  return (
    <>
      {state === 'running' && (
        <Button icon={<PauseOutlined />} loading={changing.isPending} onClick={() => changing.mutate('pause')}>
          {t('campaigns.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button type="primary" icon={<PlayCircleOutlined />} loading={changing.isPending} onClick={() => changing.mutate('resume')}>
          {t('campaigns.resume')}
        </Button>
      )}
      {state === 'halted' && (
        <Popconfirm title={t('campaigns.resumeAsk')} description={t('campaigns.resumeHelp')} okText={t('campaigns.resume')} cancelText={t('ui.cancel')} onConfirm={() => changing.mutate('resume')}>
          <Button icon={<PlayCircleOutlined />} loading={changing.isPending}>{t('campaigns.resume')}</Button>
        </Popconfirm>
      )}
      {['running', 'paused', 'halted'].includes(state) && (
        <Popconfirm title={t('campaigns.stopAsk')} description={t('campaigns.stopHelp')} okText={t('campaigns.stop')} cancelText={t('ui.cancel')} onConfirm={() => changing.mutate('stop')}>
          <Button danger icon={<StopOutlined />} loading={changing.isPending}>{t('campaigns.stop')}</Button>
        </Popconfirm>
      )}
      <SendFailure error={changing.error} />
    </>
  );
}

const stageName = (t: TFunction, percent: number | null) => (percent === null ? t('campaigns.canaries') : t('campaigns.percent', { percent }));

function Stages({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('campaigns.stages')}>
      <h2 className="section-title">{t('campaigns.stages')}</h2>
      <ul className="panel campaign-list">
        {campaign.stages.map(({ stage, percent, counts }) => (
          <li key={stage} aria-current={stage === campaign.stage && campaign.state !== 'finished' ? 'step' : undefined}>
            <strong>{stageName(t, percent)}</strong>
            {Object.keys(counts).length === 0 && <span className="quiet">{t('fleet.none')}</span>}
            {memberStates
              .filter((state) => (counts[state] ?? 0) > 0)
              .map((state) => (
                <span key={state} className="nowrap">
                  <MemberMark state={state} /> <span className="digits">{format.number(counts[state] ?? 0)}</span>
                </span>
              ))}
            {stage === campaign.stage && ['running', 'paused'].includes(campaign.state) && (
              <span className="quiet">
                {t('campaigns.now')}
                {campaign.healthySince !== null && (
                  <>
                    {' · '}
                    {t('campaigns.healthy')} <Age since={campaign.healthySince} empty="" />
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gateways({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const [show, setShow] = useAddress<'all' | MemberState>('state', 'all');
  const gateways = useQuery({ queryKey: ['campaignGateways', campaign.campaign], queryFn: ({ signal }) => listCampaignGateways(campaign.campaign, signal), refetchInterval: askAgainMs });
  const columns = useColumns(campaign);
  const count = (state: MemberState) => countOf(campaign, [state]);
  return (
    <section aria-label={t('campaigns.gateways')}>
      <h2 className="section-title">{t('campaigns.gateways')}</h2>
      <div className="toolbar">
        <Segmented<'all' | MemberState>
          aria-label={t('ui.state')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: `${t('campaigns.all')} ${countOf(campaign, memberStates)}` },
            ...memberStates.filter((state) => count(state) > 0 || state === show).map((state) => ({ value: state, label: `${t(`campaigns.m_${state}`)} ${count(state)}` })),
          ]}
        />
      </div>
      <Loading query={gateways} label={t('campaigns.loading')}>
        {(rows) => (
          <Rows<CampaignGateway>
            rows={rows.filter(({ state }) => show === 'all' || state === show)}
            label={t('campaigns.gateways')}
            rowKey={({ gateway }) => gateway}
            columns={columns}
            card={(row) => (
              <>
                <div className="card-head">
                  <Name row={row} />
                  <MemberMark state={row.state} />
                </div>
                <State row={row} />
              </>
            )}
          />
        )}
      </Loading>
    </section>
  );
}

function useColumns(campaign: Campaign): TableColumnsType<CampaignGateway> {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { title: t('campaigns.gateway'), key: 'gateway', render: (_, row) => <Name row={row} /> },
      { title: t('campaigns.stage'), key: 'stage', render: (_, { stage }) => stageName(t, campaign.stages[stage]?.percent ?? null) },
      { title: t('ui.state'), key: 'state', render: (_, { state }) => <MemberMark state={state} /> },
      { title: t('campaigns.why'), key: 'why', render: (_, row) => <State row={row} /> },
      { title: t('campaigns.runs'), key: 'version', render: (_, { version }) => <span className="quiet mono">{version ?? ''}</span> },
      { title: t('campaigns.since'), key: 'since', render: (_, { changedAt }) => <Ago at={changedAt} empty="" /> },
    ],
    [t, campaign.stages],
  );
}

function Name({ row: { gateway, store } }: { row: CampaignGateway }) {
  return (
    <div className="who">
      <Link to={`/fleet/${encodeURIComponent(gateway)}`} className="mono">{gateway}</Link>
      <span className="quiet">{store}</span>
    </div>
  );
}

function State({ row: { state, reason, fetched, isOnline } }: { row: CampaignGateway }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <span className="quiet breaks campaign-why">{[state === 'fetching' ? format.bytes(fetched) : '', reason, isOnline ? '' : t('campaigns.offline')].filter(Boolean).join(' · ')}</span>;
}
