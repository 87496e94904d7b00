import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FleetPlace } from '../api/health';
import { tones } from './FleetMarks';

const width = 720;
const height = 300;
const margin = 16;

/** Stores by their coordinates: no map service is asked, so that nobody learns where they are. Null where fewer than two stores have any. */
export function FleetMap({ places }: { places: readonly FleetPlace[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const placed = places.map((place) => ({ place, x: place.longitudeE6, y: place.latitudeE6 }));
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
        {/* The worst are drawn last, on top. */}
        {placed.toReversed().map(({ place, x, y }) => (
          <circle key={place.store} {...at({ x, y })} r={placed.length > 500 ? 4 : 7} className={`fleet-dot fleet-${tones[place.state]}`} onClick={() => void navigate(pathOf(place))}>
            <title>{`${place.storeName} · ${place.gateway ?? place.gateways} · ${t(`fleet.s_${place.state}`)}`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}

/** To the gateway, or to the list of the store where it has several. */
const pathOf = ({ gateway, store }: FleetPlace) => (gateway === null ? `/fleet?store=${encodeURIComponent(store)}` : `/fleet/${encodeURIComponent(gateway)}`);

const span = (values: readonly number[]): [number, number] => [values.reduce((least, value) => Math.min(least, value)), values.reduce((most, value) => Math.max(most, value))];
