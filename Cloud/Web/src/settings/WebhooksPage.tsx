import { ApiOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editWebhook, listWebhooks, removeWebhook, testWebhook, type Webhook } from '../api/access';
import { useStoreName } from '../app/MyStore';
import { Loading, loadedOf } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { Deliveries } from './Deliveries';
import { Once, type Secret } from './Once';
import { WebhookForm } from './WebhookForm';

/** Where other programs are told, of what, and how that went. */
export default function WebhooksPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Webhook | 'new' | null>(null);
  const [watched, setWatched] = useState<Webhook | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const hooks = useQuery({ queryKey: ['webhooks'], queryFn: ({ signal }) => listWebhooks(signal), staleTime: 0 });
  const show = (name: string, text: string | null) => text !== null && setSecret({ title: t('settings.signOf', { name }), help: t('settings.signHelp'), text });
  return (
    <>
      <PageHead
        title={t('settings.webhooks')}
        lead={t('settings.webhooksLead')}
        loaded={loadedOf(hooks)}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            {t('settings.addHook')}
          </Button>
        }
      />
      <Loading query={hooks} label={t('ui.loading')}>
        {(known) =>
          known.length === 0 ? (
            <Notice icon={<ApiOutlined />} title={t('settings.hooksEmpty')} help={t('settings.hooksEmptyHelp')} />
          ) : (
            <ul className="cards">
              {known.map((hook) => (
                <Hook key={hook.id} hook={hook} onEdit={() => setOpen(hook)} onWatch={() => setWatched(hook)} onSecret={(text) => show(hook.name, text)} />
              ))}
            </ul>
          )
        }
      </Loading>
      <WebhookForm open={open} onClose={() => setOpen(null)} onSecret={show} />
      <Deliveries hook={watched} onClose={() => setWatched(null)} />
      <Once secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

function Hook({ hook, onEdit, onWatch, onSecret }: { hook: Webhook; onEdit: () => void; onWatch: () => void; onSecret: (secret: string | null) => void }) {
  const { t } = useTranslation();
  const storeName = useStoreName();
  const renews = [['webhooks']];
  const testing = useSend(() => testWebhook(hook.id), { renews: [['deliveries', hook.id]], done: () => t('settings.tested'), onDone: onWatch });
  const switching = useSend((active: boolean) => editWebhook(hook, { active }), { renews, done: () => t('settings.saved') });
  const renewing = useSend(() => editWebhook(hook, { newSecret: true }), { renews, onDone: ({ secret }) => onSecret(secret) });
  const removing = useSend(() => removeWebhook(hook.id), { renews });
  return (
    <li className="panel card">
      <div className="hook-head">
        <h2>{hook.name}</h2>
        <Mark tone={hook.active ? 'good' : 'none'}>{t(hook.active ? 'settings.active' : 'settings.off')}</Mark>
        <span className="mono quiet breaks">{hook.url}</span>
      </div>
      <div className="tags">
        {hook.events.map((event) => (
          <span className="tag mono" key={event}>
            {event}
          </span>
        ))}
        {hook.stores.map((store) => (
          <span className="tag" key={store}>
            {storeName(store)}
          </span>
        ))}
      </div>
      <SendFailure error={testing.error ?? switching.error ?? renewing.error ?? removing.error} />
      <div className="hook-actions">
        <Button loading={testing.isPending} disabled={!hook.active} onClick={() => testing.mutate(undefined)}>
          {t('settings.test')}
        </Button>
        <Button onClick={onWatch}>{t('settings.deliveries')}</Button>
        <Button onClick={onEdit}>{t('ui.edit')}</Button>
        <Button loading={switching.isPending} onClick={() => switching.mutate(!hook.active)}>
          {t(hook.active ? 'settings.switchOff' : 'settings.switchOn')}
        </Button>
        <Popconfirm title={t('settings.newSecretAsk')} okText={t('settings.newSecret')} cancelText={t('ui.cancel')} onConfirm={() => renewing.mutate(undefined)}>
          <Button loading={renewing.isPending}>{t('settings.newSecret')}</Button>
        </Popconfirm>
        <Popconfirm title={t('settings.removeHook', { name: hook.name })} okText={t('ui.remove')} cancelText={t('ui.cancel')} okButtonProps={{ danger: true }} onConfirm={() => removing.mutate(undefined)}>
          <Button danger type="text" loading={removing.isPending}>
            {t('ui.remove')}
          </Button>
        </Popconfirm>
      </div>
    </li>
  );
}
