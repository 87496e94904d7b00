import { useTranslation } from 'react-i18next';
import type { AlarmKind, FleetGateway, GatewayState, HealthNumbers } from '../api/health';
import { Mark, type Tone } from '../ui/Mark';
import { useFormat } from '../ui/useFormat';

export const tones: Record<GatewayState, Tone> = { unknown: 'none', online: 'good', degraded: 'warn', offline: 'bad', lying: 'bad' };

export function GatewayStateMark({ state }: { state: GatewayState }) {
  const { t } = useTranslation();
  return (
    <Mark tone={tones[state]} help={t(`fleet.h_${state}`)}>
      {t(`fleet.s_${state}`)}
    </Mark>
  );
}

/** What is wrong, in words; nothing where all is well. Offline and lying are the state's own words already. */
export function Reasons({ reasons }: { reasons: readonly AlarmKind[] }) {
  const { t } = useTranslation();
  const shown = reasons.filter((kind) => kind !== 'offline' && kind !== 'lying');
  return shown.length === 0 ? null : <span className="quiet">{shown.map((kind) => t(`fleet.k_${kind}`)).join(' · ')}</span>;
}

export function Temperature({ health }: { health: HealthNumbers | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const degrees = health?.temperature ?? null;
  return degrees === null ? <span className="quiet">{t('fleet.notSaid')}</span> : <span className="digits">{format.number(Math.round(degrees))} °C</span>;
}

export function Buffer({ health }: { health: HealthNumbers | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (health === null || health.depth === null) {
    return <span className="quiet">{t('fleet.notSaid')}</span>;
  }

  return (
    <div className="who who-end">
      <span className="digits">{format.number(health.depth)}</span>
      {health.oldestSeconds !== null && <span className="quiet">{t('fleet.oldest', { span: format.span(health.oldestSeconds * 1_000) })}</span>}
    </div>
  );
}

export function DeviceCount({ health }: { health: HealthNumbers | null }) {
  const { t } = useTranslation();
  if (health === null || health.devicesOnline === null || health.devicesTotal === null) {
    return <span className="quiet">{t('fleet.notSaid')}</span>;
  }

  return <span className="digits">{t('fleet.devicesOf', { online: health.devicesOnline, total: health.devicesTotal })}</span>;
}

export function AlarmCount({ gateway: { openAlarms, waitingAlarms } }: { gateway: FleetGateway }) {
  const { t } = useTranslation();
  if (openAlarms === 0) {
    return <span className="quiet">{t('fleet.none')}</span>;
  }

  return waitingAlarms > 0 ? <Mark tone="bad">{t('fleet.waiting', { count: waitingAlarms })}</Mark> : <span className="quiet">{t('fleet.open', { count: openAlarms })}</span>;
}
