import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Form } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { createTransfer, type Product, type TransferQuantity } from '../api/stock';
import { useMyStore } from '../app/MyStore';
import { ProductPicker, productWithCode } from '../goods/ProductPicker';
import { QuantityField } from '../ui/Quantity';
import { ScanField } from '../ui/ScanField';
import { SendFailure } from '../ui/SendFailure';
import { StorePicker } from '../ui/StorePicker';
import { useSend } from '../ui/useSend';

interface NewTransferProps {
  readonly open: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly sku: string | null;
  readonly onClose: () => void;
}

export function NewTransfer(props: NewTransferProps) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('transfers.start')} open={props.open} onClose={props.onClose} size="min(560px, 100vw)" destroyOnHidden>
      <TransferForm {...props} />
    </Drawer>
  );
}

interface Line {
  readonly product: Product;
  readonly quantity: number | null;
}

function TransferForm({ from: firstFrom, to: firstTo, sku }: NewTransferProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { store: mine } = useMyStore();
  const [from, setFrom] = useState(firstFrom ?? (firstTo === mine ? null : mine));
  const [to, setTo] = useState(firstTo);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const add = (product: Product) =>
    setLines((before) => {
      const step = product.unit === 'gram' ? 1_000 : 1;
      return before.some((line) => line.product.sku === product.sku)
        ? before.map((line) => (line.product.sku === product.sku ? { ...line, quantity: (line.quantity ?? 0) + step } : line))
        : [{ product, quantity: step }, ...before];
    });
  const addCode = async (code: string) => {
    const product = await productWithCode(code).catch(() => null);
    if (product) {
      add(product);
    } else {
      void message.warning(t('stocktakes.unknown', { code }));
    }
  };
  useEffect(() => {
    let left = false;
    if (sku !== null) {
      void productWithCode(sku).then(
        (product) => product && !left && add(product),
        () => undefined,
      );
    }

    return () => {
      left = true;
    };
  }, [sku]);
  const making = useSend((body: { from: string; to: string; lines: readonly TransferQuantity[] }, key) => createTransfer(body, key), {
    renews: [['transfers']],
    done: () => t('transfers.made'),
    onDone: ({ id }) => void navigate(`/transfers/${encodeURIComponent(id)}`),
  });
  const wanted = lines.flatMap(({ product, quantity }) => (quantity !== null && quantity > 0 ? [{ sku: product.sku, quantity }] : []));
  return (
    <Form layout="vertical" onFinish={() => from !== null && to !== null && making.mutate({ from, to, lines: wanted })}>
      <div className="form-grid">
        <Form.Item label={t('transfers.from')}>
          <StorePicker value={from} onChange={setFrom} label={t('transfers.from')} {...(to !== null && { except: to })} />
        </Form.Item>
        <Form.Item label={t('transfers.to')}>
          <StorePicker value={to} onChange={setTo} label={t('transfers.to')} {...(from !== null && { except: from })} />
        </Form.Item>
      </div>
      <div className="stack">
        <ScanField label={t('transfers.scan')} onCode={(code) => void addCode(code)} />
        <ProductPicker onPick={add} except={lines.map(({ product }) => product.sku)} />
        {lines.length === 0 ? (
          <p className="quiet">{t('transfers.noLines')}</p>
        ) : (
          <ul className="transfer-lines">
            {lines.map(({ product, quantity }) => (
              <li key={product.sku}>
                <span className="who">
                  <strong>{product.name || product.sku}</strong>
                  <span className="quiet mono">{product.sku}</span>
                </span>
                <QuantityField
                  value={quantity}
                  unit={product.unit}
                  label={product.name}
                  onChange={(next) => setLines((before) => before.map((line) => (line.product.sku === product.sku ? { ...line, quantity: next } : line)))}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={`${t('ui.remove')}: ${product.name}`}
                  onClick={() => setLines((before) => before.filter((line) => line.product.sku !== product.sku))}
                />
              </li>
            ))}
          </ul>
        )}
        <SendFailure error={making.error} />
        <Button type="primary" size="large" htmlType="submit" loading={making.isPending} disabled={from === null || to === null || wanted.length === 0}>
          {t('transfers.startDo')}
        </Button>
      </div>
    </Form>
  );
}
