import { Button, Drawer, Form, Input, Segmented, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putProduct, type Product, type ProductBody, type Unit } from '../api/stock';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { YuanField } from '../ui/YuanField';

interface ProductDrawerProps {
  readonly product: Product | 'new' | null;
  readonly onClose: () => void;
}

export function ProductDrawer({ product, onClose }: ProductDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={product !== null}
      title={product === 'new' || product === null ? t('products.start') : t('products.edit', { name: product.name || product.sku })}
      onClose={onClose}
      size="min(480px, 100vw)"
      destroyOnHidden
    >
      {product !== null && <ProductForm product={product === 'new' ? null : product} onDone={onClose} />}
    </Drawer>
  );
}

function ProductForm({ product, onDone }: { product: Product | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [sku, setSku] = useState(product?.sku ?? '');
  const [name, setName] = useState(product?.name ?? '');
  const [gtin, setGtin] = useState(product?.gtin ?? '');
  const [category, setCategory] = useState(product?.category ?? '');
  const [unit, setUnit] = useState<Unit>(product?.unit ?? 'piece');
  const [costFen, setCost] = useState<number | null>(product?.costFen ?? 0);
  const [priceFen, setPrice] = useState<number | null>(product?.priceFen ?? null);
  const [active, setActive] = useState(product?.active ?? true);
  const saving = useSend(({ id, body }: { id: string; body: ProductBody }) => putProduct(id, body), {
    renews: [['products'], ['stock'], ['card']],
    done: () => t('products.saved'),
    onDone,
  });
  const good = sku.trim() !== '' && name.trim() !== '' && costFen !== null && priceFen !== null;
  return (
    <Form
      layout="vertical"
      onFinish={() =>
        costFen !== null &&
        priceFen !== null &&
        saving.mutate({ id: sku.trim(), body: { name: name.trim(), gtin: gtin.trim() === '' ? null : gtin.trim(), category: category.trim(), unit, costFen, priceFen, active } })
      }
    >
      <Form.Item label={t('products.name')} required>
        <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} aria-label={t('products.name')} />
      </Form.Item>
      <div className="form-grid">
        <Form.Item label={t('goods.sku')} required>
          <Input value={sku} maxLength={64} disabled={product !== null} onChange={(event) => setSku(event.target.value)} aria-label={t('goods.sku')} />
        </Form.Item>
        <Form.Item label={t('goods.code')}>
          <Input value={gtin} maxLength={14} inputMode="text" onChange={(event) => setGtin(event.target.value)} aria-label={t('goods.code')} />
        </Form.Item>
        <Form.Item label={t('goods.category')}>
          <Input value={category} maxLength={80} onChange={(event) => setCategory(event.target.value)} aria-label={t('goods.category')} />
        </Form.Item>
        <Form.Item label={t('products.unit')} extra={product === null ? t('products.unitHelp') : undefined}>
          <Segmented<Unit>
            aria-label={t('products.unit')}
            value={unit}
            onChange={setUnit}
            options={[
              { value: 'piece', label: t('goods.piece') },
              { value: 'gram', label: t('goods.gram') },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('products.cost')} extra={unit === 'gram' ? t('products.perKg') : undefined}>
          <YuanField fen={costFen} label={t('products.cost')} onChange={setCost} />
        </Form.Item>
        <Form.Item label={t('products.price')} required>
          <YuanField fen={priceFen} label={t('products.price')} onChange={setPrice} />
        </Form.Item>
      </div>
      <Form.Item label={t('products.active')}>
        <Switch checked={active} onChange={setActive} aria-label={t('products.active')} />
      </Form.Item>
      <SendFailure error={saving.error} />
      <Button type="primary" size="large" block htmlType="submit" loading={saving.isPending} disabled={!good}>
        {t('ui.save')}
      </Button>
    </Form>
  );
}
