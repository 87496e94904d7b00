import { Button, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moveGoods, type StockCard } from '../api/stock';
import { useGoodsWords } from '../goods/useWords';
import { QuantityField, useQuantityText } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

const everywhere = ['shelf', 'backroom', 'receiving'];

/** Books that somebody carried goods from one place of the store to another. */
export function MoveDrawer({ card, open, onClose }: { card: StockCard; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('stock.move')} open={open} onClose={onClose} size="min(440px, 100vw)" destroyOnHidden>
      <MoveForm card={card} onDone={onClose} />
    </Drawer>
  );
}

function MoveForm({ card: { store, sku, unit, locations }, onDone }: { card: StockCard; onDone: () => void }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const words = useGoodsWords();
  const movable = [...new Set([...everywhere, ...locations.filter(({ kind }) => kind === 'plate').map(({ location }) => location)])];
  const held = (location: string) => locations.find((each) => each.location === location)?.quantity ?? 0;
  const [from, setFrom] = useState(() => movable.find((location) => location !== 'shelf' && held(location) > 0) ?? 'backroom');
  const [to, setTo] = useState('shelf');
  const [quantity, setQuantity] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const moving = useSend((body: { sku: string; quantity: number; from: string; to: string; note?: string }, key) => moveGoods(store, body, key), {
    renews: [['card', store, sku], ['stock'], ['moves', store, sku], ['shelves', store]],
    done: (move) => t('stock.movedDone', { quantity: quantityText(move.quantity, unit) }),
    onDone,
  });
  const choices = movable.map((location) => ({ value: location, label: `${words.place(location)} (${quantityText(held(location), unit)})` }));
  return (
    <Form layout="vertical" onFinish={() => quantity !== null && moving.mutate({ sku, quantity, from, to, ...(note.trim() === '' ? {} : { note: note.trim() }) })}>
      <Form.Item label={t('goods.from')}>
        <Select value={from} onChange={setFrom} options={choices} aria-label={t('goods.from')} />
      </Form.Item>
      <Form.Item label={t('goods.to')}>
        <Select value={to} onChange={setTo} options={choices.filter(({ value }) => value !== from)} aria-label={t('goods.to')} />
      </Form.Item>
      <Form.Item label={t('ui.quantity')}>
        <QuantityField steps value={quantity} unit={unit} label={t('ui.quantity')} onChange={setQuantity} />
      </Form.Item>
      <Form.Item label={t('stock.note')}>
        <Input value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} aria-label={t('stock.note')} />
      </Form.Item>
      <SendFailure error={moving.error} />
      <Button type="primary" size="large" block htmlType="submit" loading={moving.isPending} disabled={quantity === null || quantity === 0 || from === to}>
        {t('stock.moveDo')}
      </Button>
    </Form>
  );
}
