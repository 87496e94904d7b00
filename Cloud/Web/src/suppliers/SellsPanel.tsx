import { DeleteOutlined, PlusOutlined, TagsOutlined } from '@ant-design/icons';
import { Button, Form, InputNumber, Modal, Popconfirm, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteSupplierProduct, listSupplierProducts, putSupplierProduct, type SupplierProduct } from '../api/orders';
import type { Product } from '../api/stock';
import { ProductCell } from '../goods/ProductCell';
import { ProductPicker } from '../goods/ProductPicker';
import { May } from '../session/session';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { YuanField } from '../ui/YuanField';

/** What a supplier sells, at what price, in which packs. */
export function SellsPanel({ supplier }: { supplier: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const list = useKeyset<SupplierProduct>(['supplier', supplier, 'products'], (after, signal) => listSupplierProducts(supplier, after, signal));
  const columns = useMemo<TableColumnsType<SupplierProduct>>(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, name }) => <ProductCell sku={sku} name={name} /> },
      { title: t('goods.price'), key: 'price', align: 'end', render: (_, { priceFen }) => <Money fen={priceFen} /> },
      { title: t('suppliers.pack'), key: 'pack', align: 'end', render: (_, { pack }) => format.number(pack) },
      { title: t('suppliers.moq'), key: 'moq', align: 'end', render: (_, { moq }) => format.number(moq) },
      { title: t('suppliers.leadDays'), key: 'lead', align: 'end', render: (_, { leadDays }) => (leadDays === null ? '—' : t('suppliers.days', { count: leadDays })) },
      { title: t('ui.remove'), key: 'remove', align: 'end', render: (_, row) => <Remove supplier={supplier} row={row} /> },
    ],
    [t, format, supplier],
  );
  return (
    <section aria-labelledby="sells">
      <div className="section-head">
        <h2 id="sells">{t('suppliers.sells')}</h2>
        <May permission="editProducts">
          <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('suppliers.addProduct')}
          </Button>
        </May>
      </div>
      <KeysetList<SupplierProduct>
        list={list}
        label={t('suppliers.sells')}
        rowKey={({ sku }) => sku}
        columns={columns}
        empty={<Notice icon={<TagsOutlined />} title={t('suppliers.sellsNone')} help={t('suppliers.sellsNoneHelp')} />}
        card={(row) => (
          <div className="card-head">
            <ProductCell sku={row.sku} name={row.name} under={`${t('suppliers.pack')} ${row.pack} · ${t('suppliers.moq')} ${row.moq}`} />
            <Money fen={row.priceFen} />
            <Remove supplier={supplier} row={row} />
          </div>
        )}
      />
      <Modal open={adding} title={t('suppliers.addProduct')} footer={null} onCancel={() => setAdding(false)} destroyOnHidden>
        <AddForm supplier={supplier} onDone={() => setAdding(false)} />
      </Modal>
    </section>
  );
}

const renewsOf = (supplier: string) => [['supplier', supplier], ['suppliers'], ['replenishment']];

function Remove({ supplier, row: { sku, name } }: { supplier: string; row: SupplierProduct }) {
  const { t } = useTranslation();
  const removing = useSend((id: string) => deleteSupplierProduct(supplier, id), { renews: renewsOf(supplier), done: () => t('suppliers.removed') });
  return (
    <May permission="editProducts">
      <Popconfirm title={`${t('ui.remove')}: ${name || sku}`} okText={t('ui.remove')} cancelText={t('ui.cancel')} onConfirm={() => removing.mutate(sku)}>
        <Button type="text" icon={<DeleteOutlined />} loading={removing.isPending} aria-label={`${t('ui.remove')}: ${name || sku}`} />
      </Popconfirm>
    </May>
  );
}

function AddForm({ supplier, onDone }: { supplier: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [product, setProduct] = useState<Product | null>(null);
  const [priceFen, setPrice] = useState<number | null>(null);
  const [pack, setPack] = useState<number | null>(1);
  const [moq, setMoq] = useState<number | null>(1);
  const saving = useSend(({ sku, ...body }: { sku: string; priceFen: number; pack: number; moq: number }) => putSupplierProduct(supplier, sku, body), {
    renews: renewsOf(supplier),
    done: () => t('suppliers.saved'),
    onDone,
  });
  const good = product !== null && priceFen !== null && pack !== null && moq !== null;
  return (
    <Form layout="vertical" onFinish={() => good && saving.mutate({ sku: product.sku, priceFen, pack, moq })}>
      <Form.Item label={t('goods.product')}>
        {product === null ? (
          <ProductPicker onPick={setProduct} />
        ) : (
          <p>
            <strong>{product.name}</strong> <span className="mono quiet">{product.sku}</span>
          </p>
        )}
      </Form.Item>
      <div className="form-grid">
        <Form.Item label={t('suppliers.priceYuan')}>
          <YuanField fen={priceFen} label={t('suppliers.priceYuan')} onChange={setPrice} />
        </Form.Item>
        <Form.Item label={t('suppliers.pack')}>
          <InputNumber min={1} precision={0} value={pack} onChange={setPack} aria-label={t('suppliers.pack')} />
        </Form.Item>
        <Form.Item label={t('suppliers.moq')}>
          <InputNumber min={1} precision={0} value={moq} onChange={setMoq} aria-label={t('suppliers.moq')} />
        </Form.Item>
      </div>
      <SendFailure error={saving.error} />
      <Button type="primary" block htmlType="submit" loading={saving.isPending} disabled={!good}>
        {t('ui.add')}
      </Button>
    </Form>
  );
}
