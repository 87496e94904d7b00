import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addCampaign, type Bundle, type CampaignBody } from '../api/campaigns';
import { useStores } from '../app/MyStore';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

interface CampaignDrawerProps {
  readonly open: boolean;
  readonly bundles: readonly Bundle[];
  readonly onClose: () => void;
}

/** A new campaign. */
export function CampaignDrawer({ open, bundles, onClose }: CampaignDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} title={t('campaigns.start')} onClose={onClose} size="min(560px, 100vw)" destroyOnHidden>
      <CampaignForm bundles={bundles} />
    </Drawer>
  );
}

const numbers = [
  ['canaryCount', 0, 100], ['atOnce', 1, 500], ['healthyMinutes', 0, 10_080], ['backMinutes', 15, 1440], ['mostFailures', 0, 10_000], ['mostFailurePercent', 0, 100],
] as const;

type Numbers = Record<(typeof numbers)[number][0], number>;

function CampaignForm({ bundles }: { bundles: readonly Bundle[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const stores = useStores().map(({ store, name }) => ({ value: store, label: name }));
  const [name, setName] = useState('');
  const [bundle, setBundle] = useState(bundles[0]?.hash ?? '');
  const [chosen, setChosen] = useState<string[]>([]);
  const [canaries, setCanaries] = useState<string[]>([]);
  const [percentages, setPercentages] = useState(['10', '50', '100']);
  const [window, setWindow] = useState({ from: '01:00', until: '05:00' });
  const [values, setValues] = useState<Numbers>({ canaryCount: 1, atOnce: 10, healthyMinutes: 60, backMinutes: 120, mostFailures: 3, mostFailurePercent: 5 });
  const making = useSend((body: CampaignBody) => addCampaign(body), { renews: [['campaigns'], ['bundles']], done: () => t('campaigns.made'), onDone: ({ campaign }) => void navigate(`/campaigns/${campaign}`) });
  const body: CampaignBody = {
    ...values, name: name.trim(), bundle, stores: chosen, canaryStores: canaries, canaryCount: canaries.length > 0 ? 0 : values.canaryCount, percentages: percentages.map(Number),
    windowFrom: `${window.from}:00`, windowUntil: `${window.until}:00`,
  };
  return (
    <Form layout="vertical" onFinish={() => making.mutate(body)}>
      <Form.Item label={t('campaigns.name')} required>
        <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} aria-label={t('campaigns.name')} />
      </Form.Item>
      <Form.Item label={t('campaigns.bundle')} required>
        <Select value={bundle} onChange={setBundle} aria-label={t('campaigns.bundle')} options={bundles.map(({ hash, version, arch }) => ({ value: hash, label: `${version} ${arch}` }))} />
      </Form.Item>
      <Form.Item label={t('campaigns.stores')}>
        <Select mode="multiple" value={chosen} onChange={setChosen} placeholder={t('campaigns.allStores')} aria-label={t('campaigns.stores')} options={stores} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item label={t('campaigns.canaryStores')}>
        <Select mode="multiple" value={canaries} onChange={setCanaries} aria-label={t('campaigns.canaryStores')} options={stores} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item label={t('campaigns.percentages')}>
        <Select mode="tags" value={percentages} onChange={setPercentages} aria-label={t('campaigns.percentages')} open={false} suffixIcon={null} />
      </Form.Item>
      <div className="form-grid">
        {(['from', 'until'] as const).map((end) => {
          const label = t(end === 'from' ? 'campaigns.windowFrom' : 'campaigns.windowUntil');
          return (
            <Form.Item key={end} label={label}>
              <Input type="time" value={window[end]} onChange={(event) => setWindow({ ...window, [end]: event.target.value })} aria-label={label} />
            </Form.Item>
          );
        })}
        {numbers.map(([of, least, most]) => (
          <Form.Item key={of} label={t(`campaigns.${of}`)}>
            <InputNumber
              min={least} max={most} precision={0} value={values[of]} disabled={of === 'canaryCount' && canaries.length > 0} aria-label={t(`campaigns.${of}`)}
              onChange={(value) => value !== null && setValues({ ...values, [of]: value })}
            />
          </Form.Item>
        ))}
      </div>
      <SendFailure error={making.error} title={t('campaigns.notMade')} />
      <Button type="primary" size="large" block htmlType="submit" loading={making.isPending} disabled={name.trim() === '' || bundle === ''}>
        {t('campaigns.begin')}
      </Button>
    </Form>
  );
}
