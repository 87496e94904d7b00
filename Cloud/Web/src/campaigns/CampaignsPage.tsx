import { CloudUploadOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listBundles, listCampaigns, type Campaign } from '../api/campaigns';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import { Bundles } from './Bundles';
import { CampaignDrawer } from './CampaignDrawer';
import { CampaignMark, countOf, failedStates, memberStates } from './CampaignMarks';
import './campaigns.css';

const askAgainMs = 10_000;
const pathOf = ({ campaign }: Campaign) => `/campaigns/${encodeURIComponent(campaign)}`;

/** Bundles, and the campaigns that bring them to the gateways. */
export default function CampaignsPage() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const list = useQuery({ queryKey: ['campaigns'], queryFn: ({ signal }) => listCampaigns(signal), refetchInterval: askAgainMs });
  const bundles = useQuery({ queryKey: ['bundles'], queryFn: ({ signal }) => listBundles(signal) });
  const columns = useColumns();
  return (
    <>
      <PageHead
        title={t('campaigns.title')}
        lead={t('campaigns.lead')}
        loaded={loadedOf(list)}
        actions={
          <Button type="primary" icon={<PlusOutlined />} disabled={(bundles.data ?? []).length === 0} onClick={() => setMaking(true)}>
            {t('campaigns.start')}
          </Button>
        }
      />
      <Loading query={list} label={t('campaigns.loading')}>
        {(rows) =>
          rows.length === 0 ? (
            <Notice icon={<CloudUploadOutlined />} title={t('campaigns.empty')} help={t('campaigns.emptyHelp')} />
          ) : (
            <Rows<Campaign>
              rows={rows}
              label={t('campaigns.list')}
              rowKey={({ campaign }) => campaign}
              columns={columns}
              to={pathOf}
              card={(row) => (
                <>
                  <div className="card-head">
                    <Name row={row} />
                    <CampaignMark state={row.state} />
                  </div>
                  <p className="quiet">
                    {t('campaigns.progress')} <Progress row={row} /> · {t('campaigns.failures')} {countOf(row, failedStates)}
                  </p>
                </>
              )}
            />
          )
        }
      </Loading>
      <Bundles bundles={bundles} />
      <CampaignDrawer open={making} bundles={bundles.data ?? []} onClose={() => setMaking(false)} />
    </>
  );
}

function useColumns(): TableColumnsType<Campaign> {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { title: t('campaigns.name'), key: 'name', render: (_, row) => <Name row={row} /> },
      { title: t('ui.state'), key: 'state', render: (_, { state }) => <CampaignMark state={state} /> },
      { title: t('campaigns.progress'), key: 'progress', align: 'end', render: (_, row) => <Progress row={row} /> },
      { title: t('campaigns.failures'), key: 'failures', align: 'end', render: (_, row) => countOf(row, failedStates) },
      { title: t('campaigns.by'), key: 'by', render: (_, { createdBy }) => createdBy },
      { title: t('campaigns.when'), key: 'when', render: (_, { createdAt }) => <Ago at={createdAt} empty="" /> },
    ],
    [t],
  );
}

function Name({ row }: { row: Campaign }) {
  return (
    <div className="who">
      <Link to={pathOf(row)}>{row.name}</Link>
      <span className="quiet mono">
        {row.version} {row.arch}
      </span>
    </div>
  );
}

function Progress({ row }: { row: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <span className="digits">{t('campaigns.of', { done: format.number(countOf(row, ['done'])), total: format.number(countOf(row, memberStates)) })}</span>;
}
