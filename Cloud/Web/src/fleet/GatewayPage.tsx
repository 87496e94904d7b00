import { BellOutlined, CheckCircleOutlined, EyeOutlined, LineChartOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { acknowledgeGatewayAlarm, getGatewayDay, muteGatewayAlarm, type GatewayAlarm, type GatewayDay, type GatewayState } from '../api/health';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Loading, loadedOf } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import './fleet.css';
import { GatewayStateMark, Reasons } from './FleetMarks';
import { Charts } from './Charts';
import { Commands } from './Commands';
import { Configurations } from './Configurations';
import { Numbers } from './Numbers';
import { useRenewed } from './useFleet';

/** One gateway: what is wrong, how it is, its last day, its devices, its states. */
export default function GatewayPage() {
  const { t } = useTranslation();
  const { gateway = '' } = useParams();
  const day = useQuery({ queryKey: ['gatewayDay', gateway], queryFn: ({ signal }) => getGatewayDay(gateway, signal) });
  useRenewed(['gatewayDay', gateway]);
  const known = day.data?.gateway;
  return (
    <>
      <PageHead
        title={gateway}
        back={{ to: '/fleet', label: t('fleet.toFleet') }}
        lead={known && <Link to={`/stores/${encodeURIComponent(known.store)}`}>{known.storeName}</Link>}
        mark={known && <GatewayStateMark state={known.state} />}
        loaded={loadedOf(day)}
      />
      <Loading query={day} label={t('fleet.loading')}>
        {(data) => (
          <>
            <Alarms alarms={data.alarms} state={data.gateway.state} />
            <Numbers gateway={data.gateway} />
            <h2 className="section-title">{t('fleet.lastDay')}</h2>
            {data.samples.length === 0 ? <Notice icon={<LineChartOutlined />} title={t('fleet.noSamples')} help={t('fleet.noSamplesHelp')} /> : <Charts samples={data.samples} />}
            <Devices day={data} />
            <Commands gateway={gateway} devices={data.devices} />
            <Configurations gateway={gateway} />
            <Timeline day={data} />
          </>
        )}
      </Loading>
    </>
  );
}

function Alarms({ alarms, state }: { alarms: readonly GatewayAlarm[]; state: GatewayState }) {
  const { t } = useTranslation();
  return (
    <section className="fleet-alarms" aria-label={t('fleet.alarms')}>
      <h2 className="section-title">{t('fleet.alarms')}</h2>
      {alarms.length === 0 ? (
        <Notice tone={state === 'online' ? 'good' : 'none'} icon={<CheckCircleOutlined />} title={t('fleet.noAlarms')} help={t(`fleet.h_${state}`)} />
      ) : (
        <ul className="panel fleet-list">
          {alarms.map((alarm) => (
            <li key={alarm.id}>
              <Mark tone={alarm.closedAt !== null ? 'none' : alarm.acknowledgedAt !== null ? 'warn' : 'bad'}>{t(`fleet.k_${alarm.kind}`)}</Mark>
              <span>{alarm.detail}</span>
              <Ago at={alarm.openedAt} empty="" />
              <Steps alarm={alarm} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Steps({ alarm: { id, closedAt, acknowledgedAt, acknowledgedBy, mutedUntil, escalatedAt } }: { alarm: GatewayAlarm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const renews = [['gatewayDay'], ['fleet']];
  const seeing = useSend((alarm: string) => acknowledgeGatewayAlarm(alarm), { renews });
  const muting = useSend((minutes: number) => muteGatewayAlarm(id, minutes), { renews });
  const isMuted = mutedUntil !== null && Date.parse(mutedUntil) > Date.now();
  const words = [
    acknowledgedAt === null ? null : t('fleet.acknowledged', { who: acknowledgedBy ?? '' }),
    isMuted ? t('fleet.mutedUntil', { time: format.dateTime(Date.parse(mutedUntil)) }) : null,
    escalatedAt === null ? null : t('fleet.escalated'),
    closedAt === null ? null : t('fleet.closed'),
  ].filter(Boolean);
  return (
    <>
      <span className="quiet">{words.join(' · ')}</span>
      {closedAt === null && may('operateGateways') && (
        <span className="fleet-end">
          {acknowledgedAt === null && (
            <Button icon={<EyeOutlined />} loading={seeing.isPending} onClick={() => seeing.mutate(id)}>
              {t('fleet.acknowledge')}
            </Button>
          )}
          {isMuted ? (
            <Button icon={<BellOutlined />} loading={muting.isPending} onClick={() => muting.mutate(0)}>
              {t('fleet.unmute')}
            </Button>
          ) : (
            <>
              <Button loading={muting.isPending} onClick={() => muting.mutate(60)}>
                {t('fleet.mute')}
              </Button>
              <Button loading={muting.isPending} onClick={() => muting.mutate(24 * 60)}>
                {t('fleet.muteDay')}
              </Button>
            </>
          )}
        </span>
      )}
    </>
  );
}

function Devices({ day: { devices } }: { day: GatewayDay }) {
  const { t } = useTranslation();
  return devices.length === 0 ? null : (
    <section aria-label={t('fleet.devices')}>
      <h2 className="section-title">{t('fleet.devices')}</h2>
      <ul className="panel fleet-list">
        {devices.map(({ device, driver, availability, since, reason }) => (
          <li key={device}>
            <Mark tone={availability === 'online' ? 'good' : availability === 'offline' ? 'bad' : 'none'}>{t(`state.${availability}`)}</Mark>
            <span>{device}</span>
            <span className="quiet mono">{driver ?? ''}</span>
            <Ago at={since} empty="" />
            {availability !== 'online' && reason !== null && <span className="quiet">{reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Timeline({ day: { changes } }: { day: GatewayDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('fleet.timeline')}>
      <h2 className="section-title">{t('fleet.timeline')}</h2>
      {changes.length === 0 ? (
        <p className="quiet">{t('fleet.noChanges')}</p>
      ) : (
        <ul className="panel fleet-list">
          {changes.map(({ at, state, reasons }) => (
            <li key={at}>
              <time dateTime={at} className="quiet digits">
                {format.dateTime(Date.parse(at))}
              </time>
              <GatewayStateMark state={state} />
              <Reasons reasons={reasons} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
