import { BlockOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listPlanograms, type PlanogramView } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { Loading, loadedOf } from '../ui/Loading';
import { NeedsStore } from '../ui/NeedsStore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useStoreFilter } from '../ui/useAddress';
import { AppliedMark } from './AppliedMark';
import './planograms.css';

/** The planograms of a store's gateways. */
export default function PlanogramsPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  return store === null ? (
    <NeedsStore otherwise={<PageHead title={t('planograms.title')} lead={t('planograms.lead')} />}>{() => null}</NeedsStore>
  ) : (
    <OfStore store={store} key={store} />
  );
}

function OfStore({ store }: { store: string }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const views = useQuery({ queryKey: ['planograms', store], queryFn: ({ signal }) => listPlanograms(store, signal), staleTime: 0 });
  return (
    <>
      <PageHead title={t('planograms.title')} lead={t('planograms.lead')} loaded={loadedOf(views)} />
      <Loading query={views} label={t('planograms.loading')}>
        {(gateways) =>
          gateways.length === 0 ? (
            <Notice icon={<BlockOutlined />} title={t('planograms.empty')} help={t('planograms.emptyHelp')} />
          ) : (
            <ul className="cards planogram-cards" aria-label={nameOf(store)}>
              {gateways.map((view) => (
                <GatewayCard key={view.gateway} view={view} />
              ))}
            </ul>
          )
        }
      </Loading>
    </>
  );
}

function GatewayCard({ view }: { view: PlanogramView }) {
  const { t } = useTranslation();
  const goods = [...new Set((view.planogram?.plates ?? []).flatMap(({ items }) => items.map(({ sku, name }) => name ?? sku)))];
  return (
    <li className="panel card">
      <div className="card-head">
        <div className="who">
          <Link className="card-link" to={`/planograms/${encodeURIComponent(view.store)}/${encodeURIComponent(view.gateway)}`}>
            {view.gateway}
          </Link>
          <span className="quiet">{view.planogram === null ? t('planograms.none') : t('planograms.plates', { count: view.planogram.plates.length })}</span>
        </div>
        {view.planogram !== null && <AppliedMark view={view} />}
        <RightOutlined className="quiet" aria-hidden />
      </div>
      {goods.length > 0 && <p className="quiet">{goods.join(', ')}</p>}
    </li>
  );
}
