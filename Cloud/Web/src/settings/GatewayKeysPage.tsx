import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listMemberGateways } from '../api/client';
import type { GatewayKey } from '../api/types';
import { useStoreName } from '../app/MyStore';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';

/** The fingerprints that people compare with the gateways' own pages. */
export default function GatewayKeysPage() {
  const { t } = useTranslation();
  const storeName = useStoreName();
  const keys = useQuery({ queryKey: ['member-gateways'], queryFn: ({ signal }) => listMemberGateways(signal), staleTime: 0 });
  const gateway = (key: GatewayKey) => (
    <div className="who">
      <b className="mono">{key.gateway}</b>
      <span className="quiet">{storeName(key.store)}</span>
    </div>
  );
  return (
    <>
      <PageHead title={t('settings.keys')} lead={t('settings.keysLead')} loaded={loadedOf(keys)} />
      <p className="quiet">{t('members.keysHelp')}</p>
      <Loading query={keys} label={t('ui.loading')}>
        {(known) =>
          known.length === 0 ? (
            <Notice icon={<SafetyCertificateOutlined />} title={t('settings.keysEmpty')} help={t('settings.keysEmptyHelp')} />
          ) : (
            <Rows
              rows={known}
              rowKey={(key) => key.gateway}
              label={t('settings.keys')}
              columns={[
                { title: t('stores.gateway'), key: 'gateway', render: (_, key) => gateway(key) },
                { title: t('members.keys'), key: 'key', render: (_, key) => <Fingerprint of={key} /> },
                { title: t('ui.when'), key: 'since', render: (_, { keySince }) => <Ago at={keySince} empty="—" /> },
                { title: t('members.title'), key: 'holds', render: (_, { members }) => t('members.holds', { count: members }) },
                { title: t('ui.state'), key: 'behind', render: (_, key) => <Behind of={key} /> },
              ]}
              card={(key) => (
                <>
                  {gateway(key)}
                  <Fingerprint of={key} />
                  <div className="customer-card-foot">
                    <span className="quiet">{t('members.holds', { count: key.members })}</span>
                    <Behind of={key} />
                  </div>
                </>
              )}
            />
          )
        }
      </Loading>
    </>
  );
}

function Fingerprint({ of }: { of: GatewayKey }) {
  const { t } = useTranslation();
  return of.fingerprint === null ? <span className="quiet">{of.said ?? t('members.noKey')}</span> : <code className="key-fingerprint breaks">{of.fingerprint}</code>;
}

function Behind({ of }: { of: GatewayKey }) {
  const { t } = useTranslation();
  return of.behind > 0 ? <Mark tone="wait">{t('members.behind', { count: of.behind })}</Mark> : <Mark tone="good">{t('ui.done')}</Mark>;
}
