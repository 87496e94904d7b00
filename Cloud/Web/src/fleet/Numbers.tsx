import { useTranslation } from 'react-i18next';
import type { FleetGateway } from '../api/health';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { useFormat } from '../ui/useFormat';
import { Buffer, DeviceCount, Temperature } from './FleetMarks';

/** What a gateway last said of itself; what it does not say is said so. */
export function Numbers({ gateway: { health, healthAt, version } }: { gateway: FleetGateway }) {
  const { t } = useTranslation();
  const format = useFormat();
  const or = <T,>(value: T | null | undefined, show: (value: T) => string, otherwise = t('fleet.notSaid')) =>
    value === null || value === undefined ? <span className="quiet">{otherwise}</span> : <span className="digits">{show(value)}</span>;
  const used = health?.memoryTotal != null && health.memoryAvailable !== null && health.memoryTotal > 0 ? 1 - health.memoryAvailable / health.memoryTotal : null;
  const ms = (value: number) => t('fleet.ms', { ms: format.number(Math.round(value)) });
  return (
    <section aria-label={t('fleet.numbers')}>
      <h2 className="section-title">
        {t('fleet.numbers')}{' '}
        <span className="quiet">
          <Ago at={healthAt} empty={t('fleet.notSaid')} />
        </span>
      </h2>
      <dl className="panel pad facts fleet-facts">
        <Fact name={t('fleet.version')}>{or(version, (value) => value)}</Fact>
        <Fact name={t('fleet.buffer')}>
          <Buffer health={health} />
        </Fact>
        <Fact name={t('fleet.devices')}>
          <DeviceCount health={health} />
        </Fact>
        <Fact name={t('fleet.temperature')}>
          <Temperature health={health} />
        </Fact>
        <Fact name={t('fleet.cpu')}>{or(health?.cpu, (value) => format.percent(value))}</Fact>
        <Fact name={t('fleet.memory')}>{or(used, (value) => format.percent(value))}</Fact>
        <Fact name={t('fleet.disk')}>{or(health?.diskFree, (value) => format.bytes(value))}</Fact>
        <Fact name={t('fleet.wear')}>{or(health?.wear, (value) => format.percent(value / 100), t('fleet.wearNone'))}</Fact>
        <Fact name={t('fleet.power')}>{or(health?.undervoltage, (weak) => t(weak ? 'fleet.powerWeak' : 'fleet.powerGood'))}</Fact>
        <Fact name={t('fleet.clock')}>
          {or(health?.clockSynced, (synced) => (synced ? t('fleet.clockGood', { ms: format.number(Math.round(Math.abs(health?.clockOffsetMs ?? 0))) }) : t('fleet.clockBad')))}
        </Fact>
        <Fact name={t('fleet.roundTrip')}>{or(health?.roundTripMs, ms)}</Fact>
        <Fact name={t('fleet.lag')}>{or(health?.lagMs, ms)}</Fact>
        <Fact name={t('fleet.uptime')}>{or(health?.uptimeSeconds, (value) => format.span(value * 1_000))}</Fact>
      </dl>
    </section>
  );
}
