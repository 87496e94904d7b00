import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FleetGateway } from '../api/health';
import { tones } from './FleetMarks';

const width = 720;
const height = 300;
const margin = 16;

/** Stores by their coordinates: no map service is asked, so that nobody learns where they are. Null where fewer than two stores have any. */
export function FleetMap({ fleet }: { fleet: readonly FleetGateway[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const placed = fleet.flatMap((gateway) => (gateway.latitudeE6 === null || gateway.longitudeE6 === null ? [] : [{ gateway, x: gateway.longitudeE6, y: gateway.latitudeE6 }]));
  if (new Set(placed.map(({ x, y }) => `${x} ${y}`)).size < 2) {
    return null;
  }

  const [west, east] = span(placed.map(({ x }) => x));
  const [south, north] = span(placed.map(({ y }) => y));
  // A degree of longitude is shorter the further from the equator.
  const narrow = Math.cos((((south + north) / 2e6) * Math.PI) / 180);
  const scale = Math.min((width - 2 * margin) / Math.max(1, (east - west) * narrow), (height - 2 * margin) / Math.max(1, north - south));
  const at = ({ x, y }: { x: number; y: number }) => ({ cx: width / 2 + (x - (west + east) / 2) * narrow * scale, cy: height / 2 - (y - (south + north) / 2) * scale });
  return (
    <figure className="panel pad fleet-map">
      <figcaption className="section-title">{t('fleet.map')}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('fleet.map')}>
        {placed.map(({ gateway, x, y }) => (
          <circle key={gateway.gateway} {...at({ x, y })} r={7} className={`fleet-dot fleet-${tones[gateway.state]}`} onClick={() => void navigate(`/fleet/${encodeURIComponent(gateway.gateway)}`)}>
            <title>{`${gateway.storeName} · ${gateway.gateway} · ${t(`fleet.s_${gateway.state}`)}`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}

const span = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
