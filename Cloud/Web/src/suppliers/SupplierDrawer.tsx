import { Button, Drawer, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createSupplier, patchSupplier, type Channel, type Supplier, type SupplierBody } from '../api/orders';
import { languageNames, languages } from '../i18n/language';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

interface SupplierDrawerProps {
  readonly open: boolean;
  readonly supplier: Supplier | null;
  readonly onClose: () => void;
}

/** A new supplier, or one to be changed. */
export function SupplierDrawer({ open, supplier, onClose }: SupplierDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} title={supplier?.name ?? t('suppliers.start')} onClose={onClose} size="min(480px, 100vw)" destroyOnHidden>
      <SupplierForm supplier={supplier} onDone={onClose} />
    </Drawer>
  );
}

function SupplierForm({ supplier, onDone }: { supplier: Supplier | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(supplier?.name ?? '');
  const [channel, setChannel] = useState<Channel>(supplier?.channel ?? 'mail');
  const [address, setAddress] = useState(supplier?.address ?? '');
  const [language, setLanguage] = useState(supplier?.language ?? 'zh-CN');
  const [leadDays, setLeadDays] = useState<number | null>(supplier?.leadDays ?? 2);
  const saving = useSend((body: SupplierBody, key) => (supplier === null ? createSupplier(body, key) : patchSupplier(supplier.id, body, supplier.etag)), {
    renews: [['suppliers'], ...(supplier === null ? [] : [['supplier', supplier.id]])],
    done: () => t('suppliers.saved'),
    onDone,
  });
  const addressNeeded = channel !== 'none';
  const good = name.trim() !== '' && leadDays !== null && (!addressNeeded || address.trim() !== '');
  return (
    <Form
      layout="vertical"
      onFinish={() => leadDays !== null && saving.mutate({ name: name.trim(), channel, address: addressNeeded ? address.trim() : null, language, leadDays })}
    >
      <Form.Item label={t('suppliers.name')} required>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} aria-label={t('suppliers.name')} />
      </Form.Item>
      <Form.Item label={t('suppliers.channel')}>
        <Segmented<Channel> aria-label={t('suppliers.channel')} value={channel} onChange={setChannel} options={(['mail', 'webhook', 'none'] as const).map((value) => ({ value, label: t(`suppliers.channel_${value}`) }))} />
      </Form.Item>
      {addressNeeded && (
        <Form.Item label={t('suppliers.address')} required>
          <Input value={address} maxLength={500} inputMode={channel === 'mail' ? 'email' : 'url'} onChange={(event) => setAddress(event.target.value)} aria-label={t('suppliers.address')} />
        </Form.Item>
      )}
      <div className="form-grid">
        <Form.Item label={t('suppliers.language')}>
          <Select value={language} onChange={setLanguage} aria-label={t('suppliers.language')} options={languages.map((value) => ({ value, label: languageNames[value] }))} />
        </Form.Item>
        <Form.Item label={t('suppliers.leadDays')}>
          <InputNumber min={0} max={365} precision={0} value={leadDays} onChange={setLeadDays} aria-label={t('suppliers.leadDays')} />
        </Form.Item>
      </div>
      <SendFailure error={saving.error} />
      <Button type="primary" size="large" block htmlType="submit" loading={saving.isPending} disabled={!good}>
        {t(supplier === null ? 'suppliers.startDo' : 'ui.save')}
      </Button>
    </Form>
  );
}
