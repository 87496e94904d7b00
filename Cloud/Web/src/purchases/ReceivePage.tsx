import { CheckOutlined, InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../api/client';
import { getPurchase, receivePurchase, type Purchase, type PutAway, type ReceiveBody } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { productWithCode } from '../goods/ProductPicker';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity, QuantityField, useQuantityText } from '../ui/Quantity';
import { ScanField } from '../ui/ScanField';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import './purchases.css';

const putAways: readonly PutAway[] = ['receiving', 'backroom', 'shelf'];

/** Takes a delivery in: all of it with one tap, or what differs, or piece by piece with a scanner. */
export default function ReceivePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const nameOf = useStoreName();
  const purchase = useQuery({ queryKey: ['purchase', id], queryFn: ({ signal }) => getPurchase(id, signal), staleTime: 0 });
  return (
    <>
      <PageHead
        title={t('purchases.receiveTitle', { supplier: purchase.data?.supplier.name ?? '' })}
        lead={purchase.data && `${nameOf(purchase.data.store)} · ${t('purchases.receiveLead')}`}
        back={{ to: '/purchases', label: t('purchases.title') }}
        loaded={loadedOf(purchase)}
        actions={
          <Link to={`/purchases/${encodeURIComponent(id)}`}>
            <Button tabIndex={-1}>{t('ui.purchase')}</Button>
          </Link>
        }
      />
      <Loading query={purchase} label={t('purchases.loadingOne')}>
        {(data) =>
          data.lines.some(({ open }) => open > 0) && (data.state === 'sent' || data.state === 'partly') ? (
            <ReceiveForm purchase={data} key={data.receipts.length} />
          ) : (
            <Notice tone="good" icon={<InboxOutlined />} title={t('purchases.nothingOpen')} help={t('purchases.nothingOpenHelp')} />
          )
        }
      </Loading>
    </>
  );
}

function ReceiveForm({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const navigate = useNavigate();
  const { modal, message } = App.useApp();
  const lines = purchase.lines.filter(({ state }) => state === 'open' || state === 'done');
  const [quantities, setQuantities] = useState<Readonly<Record<string, number | null>>>(() => Object.fromEntries(lines.map(({ sku, open }) => [sku, open])));
  const [touched, setTouched] = useState(false);
  const [to, setTo] = useState<PutAway>('backroom');
  const [last, setLast] = useState(false);
  const [scanned, setScanned] = useState<string | null>(null);
  const receiving = useSend((body: ReceiveBody, key) => receivePurchase(purchase.id, body, key), {
    renews: [['purchases'], ['purchase', purchase.id], ['stock'], ['card'], ['replenishment'], ['overview']],
    done: () => t('purchases.receiveDone'),
    onDone: () => void navigate(`/purchases/${encodeURIComponent(purchase.id)}`),
  });
  const set = (sku: string, quantity: number | null) => {
    setTouched(true);
    setQuantities((before) => ({ ...before, [sku]: quantity }));
  };
  const scan = async (code: string) => {
    const sku = lines.find((line) => line.sku === code)?.sku ?? (await productWithCode(code).catch(() => null))?.sku;
    const line = lines.find((each) => each.sku === sku);
    if (!line) {
      void message.warning(t('purchases.notOnIt', { code }));
      return;
    }

    setScanned(line.sku);
    setTouched(true);
    setQuantities((before) => ({ ...before, [line.sku]: (before[line.sku] ?? 0) + 1 }));
  };
  const send = (over: boolean) =>
    receiving.mutate(
      { lines: lines.flatMap(({ sku }) => ((quantities[sku] ?? 0) > 0 ? [{ sku, quantity: quantities[sku] ?? 0, to }] : [])), over, last },
      {
        onError: (error) => {
          if (!over && error instanceof ApiError && error.status === 409) {
            modal.confirm({ title: t('purchases.overTitle'), content: [error.detail, t('purchases.overHelp')].join(' '), okText: t('purchases.overYes'), cancelText: t('purchases.overNo'), onOk: () => send(true) });
          }
        },
      },
    );
  const some = lines.some(({ sku }) => (quantities[sku] ?? 0) > 0);
  return (
    <>
      <div className="receive-tools">
        <ScanField onCode={(code) => void scan(code)} />
        <Button
          onClick={() => {
            setTouched(!touched);
            setQuantities(Object.fromEntries(lines.map(({ sku, open }) => [sku, touched ? open : 0])));
          }}
        >
          {t(touched ? 'purchases.asOrdered' : 'purchases.startAtZero')}
        </Button>
      </div>
      <ul className="panel receive-lines">
        {lines.map(({ sku, name, unit, open, ordered, received }) => (
          <li key={sku} className={scanned === sku ? 'receive-scanned' : ''}>
            <span className="who">
              <strong>{name || sku}</strong>
              <span className="quiet">
                {t('purchases.ordered')} <Quantity value={ordered} unit={unit} />
                {received > 0 && ` · ${t('purchases.received')} ${quantityText(received, unit)}`}
              </span>
            </span>
            <QuantityField steps value={quantities[sku] ?? null} unit={unit} label={name} onChange={(quantity) => set(sku, quantity)} />
            <span className={`receive-open quiet ${(quantities[sku] ?? 0) === open ? '' : 'receive-differs'}`}>
              {t('purchases.open')} {quantityText(open, unit)}
            </span>
          </li>
        ))}
      </ul>
      <SendFailure error={receiving.error instanceof ApiError && receiving.error.status === 409 ? null : receiving.error} />
      <div className="action-bar">
        <label className="receive-to">
          <span className="quiet">{t('purchases.putAway')}</span>
          <Select<PutAway> value={to} onChange={setTo} aria-label={t('purchases.putAway')} options={putAways.map((place) => ({ value: place, label: t(`place.${place}`) }))} />
        </label>
        <Checkbox checked={last} onChange={(event) => setLast(event.target.checked)}>
          {t('purchases.last')}
        </Checkbox>
        <Button type="primary" size="large" icon={<CheckOutlined />} loading={receiving.isPending} disabled={!some} onClick={() => send(false)}>
          {t(touched ? 'purchases.receiveThese' : 'purchases.receiveAll')}
        </Button>
      </div>
    </>
  );
}
