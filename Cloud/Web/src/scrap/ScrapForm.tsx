import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { getCard, scrap, type ScrapReason } from '../api/stock';
import { ProductPicker, productWithCode } from '../goods/ProductPicker';
import { useGoodsWords } from '../goods/useWords';
import { QuantityField, useQuantityText } from '../ui/Quantity';
import { ScanField } from '../ui/ScanField';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

const reasons: readonly ScrapReason[] = ['expired', 'damaged', 'spoilt', 'theft', 'other'];
const everywhere = ['shelf', 'backroom', 'receiving'];

/** Product, how many, from where and why; a scan fills the first and counts the second. */
export function ScrapForm({ store }: { store: string }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const words = useGoodsWords();
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const sku = search.get('sku');
  const [quantity, setQuantity] = useState<number | null>(1);
  const [reason, setReason] = useState<ScrapReason>('expired');
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const card = useQuery({ queryKey: ['card', store, sku], queryFn: ({ signal }) => getCard(store, sku ?? '', signal), enabled: sku !== null, staleTime: 0 });
  const unit = card.data?.unit ?? 'piece';
  const held = (location: string) => card.data?.locations.find((each) => each.location === location)?.quantity ?? 0;
  const places = [...new Set([...everywhere, ...(card.data?.locations ?? []).filter(({ kind }) => kind === 'plate').map(({ location }) => location)])];
  const from = chosen ?? places.find((location) => held(location) > 0) ?? 'shelf';
  const pick = (picked: string, one: number) => {
    setQuantity((before) => (picked === sku ? (before ?? 0) + one : one));
    setChosen((before) => (picked === sku ? before : null));
    setSearch({ sku: picked }, { replace: true });
  };
  const pickCode = async (code: string) => {
    const product = await productWithCode(code).catch(() => null);
    if (product) {
      pick(product.sku, product.unit === 'gram' ? 100 : 1);
    } else {
      void message.warning(t('stocktakes.unknown', { code }));
    }
  };
  const scrapping = useSend((body: { sku: string; quantity: number; from: string; reason: ScrapReason; note?: string }, key) => scrap(store, body, key), {
    renews: [['scrapped'], ['stock'], ['card', store], ['moves', store]],
    done: (_, body) => t('scrap.done', { quantity: quantityText(body.quantity, unit), name: card.data?.name ?? body.sku }),
    onDone: () => {
      setQuantity(1);
      setNote('');
      setSearch({}, { replace: true });
    },
  });
  const good = sku !== null && quantity !== null && quantity > 0 && (reason !== 'other' || note.trim() !== '');
  return (
    <Form
      layout="vertical"
      className="panel pad scrap-form"
      onFinish={() => sku !== null && quantity !== null && scrapping.mutate({ sku, quantity, from, reason, ...(note.trim() === '' ? {} : { note: note.trim() }) })}
    >
      <ScanField label={t('scrap.scan')} onCode={(code) => void pickCode(code)} />
      <Form.Item label={t('goods.product')}>
        {sku === null ? (
          <ProductPicker onPick={(product) => pick(product.sku, product.unit === 'gram' ? 100 : 1)} />
        ) : (
          <div className="scrap-product">
            <span className="who">
              <strong>{card.data?.name ?? sku}</strong>
              <span className="quiet">{t('scrap.there', { quantity: `${words.place(from)}: ${quantityText(held(from), unit)}` })}</span>
            </span>
            <Button type="text" onClick={() => setSearch({}, { replace: true })}>
              {t('ui.edit')}
            </Button>
          </div>
        )}
      </Form.Item>
      <Form.Item label={t('scrap.reason')}>
        <Segmented<ScrapReason> className="scrap-reasons" aria-label={t('scrap.reason')} value={reason} onChange={setReason} options={reasons.map((value) => ({ value, label: t(`scrap.reason_${value}`) }))} />
      </Form.Item>
      <div className="form-grid">
        <Form.Item label={t('ui.quantity')}>
          <QuantityField steps value={quantity} unit={unit} label={t('ui.quantity')} onChange={setQuantity} />
        </Form.Item>
        <Form.Item label={t('scrap.from')}>
          <Select size="large" value={from} onChange={setChosen} aria-label={t('scrap.from')} options={places.map((location) => ({ value: location, label: words.place(location) }))} />
        </Form.Item>
        <Form.Item label={t('scrap.note')}>
          <Input size="large" aria-label={t('scrap.note')} value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        </Form.Item>
      </div>
      <SendFailure error={scrapping.error} />
      <Button type="primary" size="large" htmlType="submit" loading={scrapping.isPending} disabled={!good}>
        {t('scrap.do')}
      </Button>
    </Form>
  );
}
