import { AppstoreOutlined, ExclamationCircleFilled, ScheduleOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { getShelves, type ShelfPlate } from '../api/stock';
import { StaleBanner } from '../app/LiveMark';
import { useStoreName } from '../app/MyStore';
import { skuPath } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { useFreshness, useLive } from '../live/LiveProvider';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity, useQuantityText } from '../ui/Quantity';
import { useFormat } from '../ui/useFormat';
import './shelves.css';

const settleMs = 400;

/** What lies on each plate, live: an event about stock makes the page look again. */
export default function ShelvesPage() {
  const { t } = useTranslation();
  const { store = '' } = useParams();
  const nameOf = useStoreName();
  const stale = useFreshness().kind === 'stale';
  const shelves = useQuery({ queryKey: ['shelves', store], queryFn: ({ signal }) => getShelves(store, signal), staleTime: 0 });
  useLookAgain(store);
  return (
    <>
      <StaleBanner />
      <PageHead title={t('shelves.title')} lead={t('shelves.lead')} back={{ to: `/stores/${encodeURIComponent(store)}`, label: nameOf(store) }} />
      <Loading query={shelves} label={t('shelves.loading')}>
        {({ plates, alarms }) =>
          plates.length === 0 ? (
            <Notice icon={<AppstoreOutlined />} title={t('shelves.empty')} help={t('shelves.emptyHelp')}>
              <Link to={`/planograms?store=${encodeURIComponent(store)}`}>
                <Button tabIndex={-1}>{t('shelves.toPlanogram')}</Button>
              </Link>
            </Notice>
          ) : (
            <div className={stale ? 'is-stale' : ''}>
              <Figures plates={plates} />
              {alarms.length > 0 && <Alarms alarms={alarms} />}
              <ul className="plates">
                {[...plates].sort(byName).map((plate) => (
                  <Plate key={`${plate.gateway} ${plate.plate}`} plate={plate} store={store} />
                ))}
              </ul>
            </div>
          )
        }
      </Loading>
    </>
  );
}

/** One look after a burst of events, and one after the stream was away. */
function useLookAgain(store: string): void {
  const queryClient = useQueryClient();
  const { listen, connections } = useLive();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = listen((events) => {
      if (timer === null && events.some(({ type }) => type.startsWith('stock.') || type.startsWith('sale.'))) {
        timer = setTimeout(() => {
          timer = null;
          void queryClient.invalidateQueries({ queryKey: ['shelves', store] });
        }, settleMs);
      }
    });
    return () => {
      stop();
      if (timer !== null) {
        clearTimeout(timer);
      }
    };
  }, [listen, queryClient, store]);

  useEffect(() => {
    if (connections > 1) {
      void queryClient.invalidateQueries({ queryKey: ['shelves', store] });
    }
  }, [connections, queryClient, store]);
}

/** plate-2 before plate-10. */
const byName = (left: ShelfPlate, right: ShelfPlate) => left.plate.localeCompare(right.plate, undefined, { numeric: true });

function Figures({ plates }: { plates: readonly ShelfPlate[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const low = plates.flatMap(({ goods }) => goods).filter((each) => each.low).length;
  const doubt = plates.filter((plate) => plate.doubt !== null).length;
  return (
    <section className="summary summary-three" aria-label={t('shelves.title')}>
      <div className="panel tile">
        <h2>{t('shelves.figuresPlates')}</h2>
        <p className="figure">{format.number(plates.length)}</p>
      </div>
      <div className={`panel tile ${low > 0 ? 'tile-warn' : ''}`}>
        <h2>{t('shelves.figuresLow')}</h2>
        <p className="figure">{format.number(low)}</p>
      </div>
      <div className={`panel tile ${doubt > 0 ? 'tile-warn' : ''}`}>
        <h2>{t('shelves.figuresDoubt')}</h2>
        <p className="figure">{format.number(doubt)}</p>
      </div>
    </section>
  );
}

function Alarms({ alarms }: { alarms: readonly { id: string; kind: string; subject: string; name: string | null; raisedAt: string }[] }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  return (
    <section className="panel shelf-alarms" aria-labelledby="shelf-alarms">
      <h2 className="section-title" id="shelf-alarms">
        <ExclamationCircleFilled aria-hidden /> {t('shelves.needs')}
      </h2>
      <ul>
        {alarms.map(({ id, kind, subject, name, raisedAt }) => (
          <li key={id}>
            <strong>{name ?? subject}</strong> {words.alarm(kind)} <span className="quiet"><Ago at={raisedAt} empty="" /></span>
          </li>
        ))}
      </ul>
      <Link to="/alarms">{t('alarms.title')}</Link>
    </section>
  );
}

function Plate({ plate, store }: { plate: ShelfPlate; store: string }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const { goods, doubt } = plate;
  return (
    <li className={`panel plate ${doubt !== null ? 'row-bad card' : ''}`}>
      <header>
        <h3>{plate.plate}</h3>
        <span className="quiet push">
          {t('shelves.told')} <Ago at={plate.saidAt} empty={t('ui.never')} />
        </span>
      </header>
      {doubt !== null && (
        <p className="plate-doubt">
          <Mark tone="bad" help={t('shelves.doubtHelp')}>
            {t(`shelves.doubt_${doubt}`)}
          </Mark>
          <Evidence evidence={plate.evidence} store={store} />
        </p>
      )}
      {goods.length === 0 ? (
        <p className="quiet plate-nothing">{t('shelves.nothing')}</p>
      ) : (
        <ul>
          {goods.map(({ sku, name, unit, quantity, counted, low, movedAt }) => (
            <li key={sku}>
              <span className="who">
                <Link to={skuPath(store, sku)}>{name || sku}</Link>
                <span className="quiet">
                  <Ago at={movedAt} empty="" />
                  {counted !== null && counted !== quantity && ` · ${t('shelves.books', { quantity: quantityText(quantity, unit) })}`}
                </span>
              </span>
              {low && <Mark tone="warn">{t('shelves.low')}</Mark>}
              <span className="plate-count">
                <Quantity value={counted ?? quantity} unit={unit} bare />
              </span>
            </li>
          ))}
        </ul>
      )}
      {doubt !== null && (
        <Link to="/stocktake" className="plate-act">
          <Button icon={<ScheduleOutlined />} tabIndex={-1}>
            {t('shelves.count')}
          </Button>
        </Link>
      )}
    </li>
  );
}
