import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getOverview } from '../api/overview';
import { StaleBanner } from '../app/LiveMark';
import { Loading, loadedOf } from '../ui/Loading';
import { LoadedMark } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import { useTitle } from '../ui/useTitle';
import { Attention } from './Attention';
import { Figures } from './Figures';
import { StoresToday } from './StoresToday';
import { Tasks } from './Tasks';
import './overview.css';

const pollMs = 15_000;

/** Where everybody begins: what there is to do, what needs somebody, and how the day goes. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  useTitle(t('overview.title'));
  const overview = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => getOverview(signal), refetchInterval: pollMs, staleTime: 0 });
  const asOf = overview.data ? Date.parse(overview.data.at) : NaN;
  return (
    <>
      <StaleBanner />
      <div className="page-head page-head-line overview-head">
        <div>
          <h1>{t('overview.title')}</h1>
          {!Number.isNaN(asOf) && <p>{t('overview.asOf', { time: format.clock(asOf) })}</p>}
        </div>
        <LoadedMark {...loadedOf(overview)} at={0} />
      </div>
      <Tasks />
      <Loading query={overview} label={t('overview.loading')}>
        {(data) => (
          <>
            <Figures overview={data} />
            <div className="overview-grid">
              <Attention attention={data.attention} />
              <StoresToday stores={data.storesToday} />
            </div>
          </>
        )}
      </Loading>
    </>
  );
}
