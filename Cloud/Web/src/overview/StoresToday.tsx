import { ShopOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Overview } from '../api/overview';
import { useStores } from '../app/MyStore';
import { storeHealth } from '../stores/health';
import { Notice } from '../ui/Notice';
import { StateMark } from '../ui/StateMark';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';

/** The stores by today's takings, each with its connection as it is now. */
export function StoresToday({ stores }: { stores: Overview['storesToday'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useStores();
  const now = useNow();
  const healths = useMemo(() => new Map(known.map((store) => [store.store, storeHealth(store, now)])), [known, now]);
  const most = Math.max(1, ...stores.map(({ totalFen }) => totalFen));
  if (stores.length === 0) {
    return (
      <section className="panel stores-today">
        <Notice icon={<ShopOutlined />} title={t('overview.empty')} help={t('overview.emptyHelp')} />
      </section>
    );
  }

  return (
    <section className="panel stores-today" aria-labelledby="stores-today">
      <h2 className="section-title" id="stores-today">
        {t('overview.storesToday')}
      </h2>
      <ol>
        {stores.map(({ store, name, totalFen, sales, people, low, online }) => (
          <li key={store}>
            <div className="stores-today-line">
              <Link to={`/stores/${encodeURIComponent(store)}`}>{name}</Link>
              <StateMark health={healths.get(store) ?? (online ? 'online' : 'offline')} />
              <span className="push digits">
                <strong>{format.money(totalFen)}</strong>
              </span>
            </div>
            <div className="bar" aria-hidden>
              <span style={{ width: `${(100 * totalFen) / most}%` }} />
            </div>
            <p className="quiet">
              {t('overview.salesCount', { count: sales })} · {t('overview.people')} {format.number(people)}
              {low > 0 && (
                <>
                  {' · '}
                  <Link to={`/stock?store=${encodeURIComponent(store)}&show=low`}>
                    {t('overview.lowHere')} {format.number(low)}
                  </Link>
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
