import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { getStore } from '../api/client';
import { StaleBanner } from '../app/LiveMark';
import { useFreshness } from '../live/LiveProvider';
import { storeHealth } from '../stores/health';
import { Failure } from '../ui/Failure';
import { PageSkeleton } from '../ui/PageSkeleton';
import { StateMark } from '../ui/StateMark';
import { useNow } from '../ui/useNow';
import { useTitle } from '../ui/useTitle';
import { Devices } from './Devices';
import { EventsPanel } from './EventsPanel';
import { GatewayPanel } from './GatewayPanel';

export default function StorePage() {
  const { t } = useTranslation();
  const { store: id = '' } = useParams();
  const store = useQuery({ queryKey: ['store', id], queryFn: ({ signal }) => getStore(id, signal) });
  const stale = useFreshness().kind === 'stale';
  const now = useNow();
  useTitle(store.data?.name ?? id);

  if (store.isPending) {
    return <PageSkeleton label={t('store.loading')} />;
  }

  if (!store.data) {
    return (
      <Failure
        error={store.error}
        busy={store.isFetching}
        onRetry={() => void store.refetch()}
        extra={
          <Link to="/stores">
            <Button>{t('app.toStores')}</Button>
          </Link>
        }
      />
    );
  }

  const { name, gateways, devices } = store.data;
  return (
    <>
      <StaleBanner />
      <div className="page-head">
        <Link to="/stores" className="back">
          <ArrowLeftOutlined aria-hidden /> {t('store.back')}
        </Link>
        <div className="title-line">
          <h1>{name}</h1>
          <span className={stale ? 'is-stale' : ''}>
            <StateMark health={storeHealth(store.data, now)} />
          </span>
        </div>
        <p className="store-links">
          <span className="mono">{id}</span>
          <Link to={`/stores/${encodeURIComponent(id)}/shelves`}>{t('shelves.toShelves')}</Link>
          <Link to={`/stock?store=${encodeURIComponent(id)}`}>{t('nav.stock')}</Link>
          <Link to={`/planograms?store=${encodeURIComponent(id)}`}>{t('nav.planograms')}</Link>
        </p>
      </div>
      <div className="store-grid">
        <div className={stale ? 'is-stale' : ''}>
          <section aria-label={t('store.gateways')} className="gateways">
            {gateways.map((gateway) => (
              <GatewayPanel key={gateway.gateway} gateway={gateway} />
            ))}
          </section>
          <Devices store={id} gateways={gateways} devices={devices} />
        </div>
        <EventsPanel store={id} stale={stale} severalGateways={gateways.length > 1} />
      </div>
    </>
  );
}
