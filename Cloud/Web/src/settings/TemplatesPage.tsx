import { PlusOutlined, ProfileOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listGroups, listTemplates, removeTemplate, type StoreGroup, type TemplateRow } from '../api/templates';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Loading, loadedOf } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { StoreGroups } from './StoreGroups';
import { TemplateForm } from './TemplateForm';

const askAgainMs = 3_000;

/** What the gateways of each group of stores are wanted to be like, and the groups. */
export default function TemplatesPage() {
  const { t } = useTranslation();
  const may = useMay()('editTemplates');
  const [open, setOpen] = useState<TemplateRow | 'new' | null>(null);
  const groups = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => listGroups(signal), staleTime: 0 });
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => listTemplates(signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(({ waiting }) => waiting > 0) ? askAgainMs : false),
  });
  const known = groups.data ?? [];
  return (
    <>
      <PageHead
        title={t('templates.title')}
        lead={t('templates.lead')}
        loaded={loadedOf(templates)}
        actions={
          may && (
            <Button type="primary" icon={<PlusOutlined />} disabled={known.length === 0} onClick={() => setOpen('new')}>
              {t('templates.add')}
            </Button>
          )
        }
      />
      <Loading query={templates} label={t('ui.loading')}>
        {(rows) =>
          rows.length === 0 ? (
            <Notice icon={<ProfileOutlined />} title={t('templates.none')} help={t('templates.noneHelp')} />
          ) : (
            <ul className="cards">
              {[...rows].reverse().map((row) => (
                <TemplateCard key={row.template} row={row} groups={known} onEdit={() => setOpen(row)} />
              ))}
            </ul>
          )
        }
      </Loading>
      <StoreGroups query={groups} />
      <TemplateForm open={open} groups={known} onClose={() => setOpen(null)} />
    </>
  );
}

function TemplateCard({ row, groups, onEdit }: { row: TemplateRow; groups: readonly StoreGroup[]; onEdit: () => void }) {
  const { t } = useTranslation();
  const may = useMay()('editTemplates');
  const removing = useSend(() => removeTemplate(row.template, row.version), { renews: [['templates'], ['config'], ['configVersions']] });
  return (
    <li className="panel card">
      <div className="hook-head">
        <h2>{row.name}</h2>
        <span className="mono quiet">{`${row.template}@${row.version}`}</span>
        <Mark tone={row.gateways === 0 ? 'none' : row.waiting > 0 ? 'wait' : 'good'}>
          {row.gateways === 0 ? t('templates.forNobody') : row.waiting > 0 ? t('templates.waiting', { count: row.waiting }) : t('templates.inForce')}
        </Mark>
      </div>
      <div className="tags">
        {row.sections.map((section) => (
          <span className="tag mono" key={section}>
            {section}
          </span>
        ))}
        <span className="tag">{groups.find(({ group }) => group === row.group)?.name ?? row.group}</span>
        <span className="tag">{t('templates.ranked', { rank: row.rank })}</span>
        <span className="tag">{t('templates.gateways', { count: row.gateways })}</span>
      </div>
      <p className="quiet">
        {row.who} <Ago at={row.at} empty="" />
      </p>
      {may && (
        <div className="hook-actions">
          <Button onClick={onEdit}>{t('templates.edit')}</Button>
          <Popconfirm title={t('templates.removeAsk', { name: row.name })} description={t('templates.removeHelp')} okText={t('templates.remove')} cancelText={t('ui.cancel')} onConfirm={() => removing.mutate(undefined)}>
            <Button danger loading={removing.isPending}>
              {t('templates.remove')}
            </Button>
          </Popconfirm>
        </div>
      )}
      <SendFailure error={removing.error} />
    </li>
  );
}
