import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listRegions } from '../api/access';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { Places } from './Places';
import { RegionFields } from './RegionFields';

/** How the chain hangs together, and where its stores are. */
export default function RegionsPage() {
  const { t } = useTranslation();
  const regions = useQuery({ queryKey: ['regions'], queryFn: ({ signal }) => listRegions(signal), staleTime: 0 });
  return (
    <>
      <PageHead title={t('settings.regions')} lead={t('settings.regionsLead')} loaded={loadedOf(regions)} />
      <Loading query={regions} label={t('ui.loading')}>
        {(known) => <RegionFields key={JSON.stringify(known)} regions={known} />}
      </Loading>
      <Places />
    </>
  );
}
