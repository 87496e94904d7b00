import { PlusOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { removeGroup, saveGroup, type StoreGroup } from '../api/templates';
import { useStores } from '../app/MyStore';
import { useMay } from '../session/session';
import { Loading } from '../ui/Loading';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { useRegions } from './Reach';

/** The groups of stores that templates are for. */
export function StoreGroups({ query }: { query: UseQueryResult<StoreGroup[]> }) {
  const { t } = useTranslation();
  const may = useMay()('editTemplates');
  const regions = useRegions();
  const [open, setOpen] = useState<StoreGroup | 'new' | null>(null);
  return (
    <section className="store-groups" aria-label={t('templates.groups')}>
      <h2 className="section-title">{t('templates.groups')}</h2>
      <p className="quiet">{t('templates.groupsLead')}</p>
      <Loading query={query} label={t('ui.loading')}>
        {(groups) =>
          groups.length === 0 ? (
            <p className="quiet">{t('templates.groupNone')}</p>
          ) : (
            <ul className="panel fleet-list">
              {groups.map((group) => (
                <li key={group.group}>
                  <strong>{group.name}</strong>
                  <span className="mono quiet">{group.group}</span>
                  <span>{t('templates.members', { count: group.members })}</span>
                  {group.region !== null && <span className="tag">{regions.data?.find(({ region }) => region === group.region)?.name ?? group.region}</span>}
                  {may && (
                    <span className="fleet-end">
                      <Button onClick={() => setOpen(group)}>{t('templates.edit')}</Button>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
      {may && (
        <Button icon={<PlusOutlined />} onClick={() => setOpen('new')}>
          {t('templates.addGroup')}
        </Button>
      )}
      <Drawer open={open !== null} onClose={() => setOpen(null)} size={520} title={open === 'new' || open === null ? t('templates.addGroup') : open.name} destroyOnHidden>
        {open !== null && <GroupForm group={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      </Drawer>
    </section>
  );
}

interface Typed {
  readonly group: string;
  readonly name: string;
  readonly region: string;
  readonly stores: string[];
}

function GroupForm({ group, onClose }: { group: StoreGroup | null; onClose: () => void }) {
  const { t } = useTranslation();
  const stores = useStores();
  const regions = useRegions();
  const renews = [['groups'], ['templates']];
  const saving = useSend(
    ({ group: id, name, region, stores: some }: Typed) => saveGroup(id, { name: name.trim(), region: region === '' ? null : region, stores: some }, group?.version ?? 0),
    { renews, done: () => t('templates.saved'), onDone: onClose },
  );
  const removing = useSend(() => removeGroup(group?.group ?? ''), { renews, onDone: onClose });
  const error = saving.error ?? removing.error;
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      initialValues={group ? { group: group.group, name: group.name, region: group.region ?? '', stores: [...group.stores] } : { region: '', stores: [] }}
      onFinish={(typed) => saving.mutate(typed)}
    >
      {error instanceof ApiError && error.failure === 'stale' ? <Alert type="warning" showIcon role="alert" title={t('templates.stale')} /> : <SendFailure error={error} />}
      <Form.Item name="group" label={t('templates.id')} extra={t('templates.idHelp')} rules={[{ required: true, pattern: /^[a-z0-9-]{1,64}$/, message: t('templates.idHelp') }]}>
        <Input className="mono" maxLength={64} disabled={group !== null} autoCapitalize="none" autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('templates.name')} rules={[{ required: true, whitespace: true, message: t('templates.missing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="stores" label={t('templates.stores')}>
        <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={stores.map(({ store, name }) => ({ value: store, label: name }))} />
      </Form.Item>
      <Form.Item name="region" label={t('templates.region')}>
        <Select options={[{ value: '', label: t('templates.noRegion') }, ...(regions.data ?? []).map(({ region, name }) => ({ value: region, label: name }))]} />
      </Form.Item>
      <div className="hook-actions">
        <Button htmlType="submit" type="primary" loading={saving.isPending}>
          {t('templates.save')}
        </Button>
        {group !== null && (
          <Popconfirm title={t('templates.removeAsk', { name: group.name })} okText={t('templates.remove')} cancelText={t('ui.cancel')} onConfirm={() => removing.mutate(undefined)}>
            <Button danger loading={removing.isPending}>
              {t('templates.remove')}
            </Button>
          </Popconfirm>
        )}
      </div>
    </Form>
  );
}
