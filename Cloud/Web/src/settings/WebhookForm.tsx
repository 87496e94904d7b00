import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addWebhook, editWebhook, listWebhookEvents, type Webhook } from '../api/access';
import { ApiError } from '../api/client';
import { useStores } from '../app/MyStore';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

interface WebhookFormProps {
  readonly open: Webhook | 'new' | null;
  readonly onClose: () => void;
  readonly onSecret: (name: string, secret: string) => void;
}

type Typed = Pick<Webhook, 'name' | 'url' | 'events'> & { readonly stores?: readonly string[] };

export function WebhookForm({ open, onClose, onSecret }: WebhookFormProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open !== null} onClose={onClose} size={520} title={open === 'new' || open === null ? t('settings.addHook') : t('settings.editHook', { name: open.name })} destroyOnHidden>
      {open !== null && <FormBody hook={open === 'new' ? null : open} onClose={onClose} onSecret={onSecret} />}
    </Drawer>
  );
}

function FormBody({ hook, onClose, onSecret }: Omit<WebhookFormProps, 'open'> & { hook: Webhook | null }) {
  const { t } = useTranslation();
  const stores = useStores();
  const events = useQuery({ queryKey: ['webhook-events'], queryFn: ({ signal }) => listWebhookEvents(signal) });
  const saving = useSend(
    async ({ name, url, events: of, stores: some = [] }: Typed): Promise<Webhook & { secret: string | null }> => {
      const body = { name: name.trim(), url: url.trim(), events: of, stores: some };
      return hook ? editWebhook(hook, body) : addWebhook(body);
    },
    {
      renews: [['webhooks']],
      done: () => t('settings.saved'),
      onDone: ({ name, secret }) => {
        onClose();
        if (secret) {
          onSecret(name, secret);
        }
      },
    },
  );
  const stale = saving.error instanceof ApiError && saving.error.failure === 'stale';
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      initialValues={hook ? { name: hook.name, url: hook.url, events: [...hook.events], stores: [...hook.stores] } : { events: [] }}
      onFinish={(typed) => saving.mutate(typed)}
    >
      {stale ? <Alert type="warning" showIcon role="alert" title={t('settings.stale')} /> : <SendFailure error={saving.error} />}
      <Form.Item name="name" label={t('settings.name')} rules={[{ required: true, whitespace: true, message: t('settings.missing') }]}>
        <Input maxLength={100} autoFocus={!hook} />
      </Form.Item>
      <Form.Item name="url" label={t('settings.hookUrl')} rules={[{ required: true, pattern: /^https?:\/\/\S+$/i, message: t('settings.hookUrlWrong') }]}>
        <Input className="mono" maxLength={2_000} inputMode="url" placeholder="https://" />
      </Form.Item>
      <Form.Item name="events" label={t('settings.hookEvents')} rules={[{ required: true, type: 'array', min: 1, message: t('settings.reachMissing') }]}>
        <Select mode="multiple" loading={events.isFetching} options={(events.data ?? []).map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="stores" label={t('settings.hookStores')}>
        <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={stores.map(({ store, name }) => ({ value: store, label: name }))} />
      </Form.Item>
      <div className="form-foot">
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t('ui.save')}
        </Button>
      </div>
    </Form>
  );
}
