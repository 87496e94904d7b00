import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthSample } from '../api/health';
import { Trend } from '../ui/Trend';
import { useFormat } from '../ui/useFormat';

const dayMs = 24 * 60 * 60 * 1_000;
/** Two samples further apart have a hole between them: the line is cut there. */
const holeMs = 25 * 60 * 1_000;

/** The last day in small lines, a hole where nothing was said. */
export function Charts({ samples }: { samples: readonly HealthSample[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ms = (value: number) => t('fleet.ms', { ms: format.number(Math.round(value)) });
  return (
    <div className="fleet-charts">
      <Chart samples={samples} name={t('fleet.temperature')} read={(sample) => sample.temperature} show={(value) => `${format.number(Math.round(value))} °C`} />
      <Chart samples={samples} name={t('fleet.cpu')} read={(sample) => sample.cpu} show={(value) => format.percent(value)} />
      <Chart samples={samples} name={t('fleet.memory')} read={(sample) => sample.memoryUsed} show={(value) => format.percent(value)} />
      <Chart samples={samples} name={t('fleet.buffer')} read={(sample) => sample.depth} show={(value) => format.number(value)} />
      <Chart samples={samples} name={t('fleet.roundTrip')} read={(sample) => sample.roundTripMs} show={ms} />
      <Chart samples={samples} name={t('fleet.disk')} read={(sample) => sample.diskFree} show={(value) => format.bytes(value)} />
    </div>
  );
}

interface ChartProps {
  readonly samples: readonly HealthSample[];
  readonly name: string;
  readonly read: (sample: HealthSample) => number | null;
  readonly show: (value: number) => string;
}

function Chart({ samples, name, read, show }: ChartProps) {
  const format = useFormat();
  const points = useMemo(() => pointsOf(samples, read), [samples, read]);
  const to = points.at(-1)?.[0] ?? 0;
  const last = points.findLast(([, value]) => value !== null)?.[1] ?? null;
  // One value is no line.
  return last === null || points.length < 2 ? null : (
    <section className="panel pad fleet-chart" aria-label={name}>
      <h3>
        {name} <span className="quiet digits">{show(last)}</span>
      </h3>
      <Trend label={name} points={points} from={to - dayMs} to={to} height={72} step={false} describe={(at, value) => `${format.clock(at)} ${show(value)}`} />
    </section>
  );
}

/** Times and values, with a null in every hole. */
export function pointsOf(samples: readonly HealthSample[], read: (sample: HealthSample) => number | null): (readonly [number, number | null])[] {
  const points: (readonly [number, number | null])[] = [];
  for (const sample of samples) {
    const at = Date.parse(sample.at);
    const before = points.at(-1)?.[0];
    if (before !== undefined && at - before > holeMs) {
      points.push([before + 1, null]);
    }

    points.push([at, read(sample)]);
  }

  return points;
}
