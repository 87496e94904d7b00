import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { release, reserve, type StockCard } from '../api/stock';
import { May } from '../session/session';
import { Quantity } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

/** What is kept for customers, and keeping one more. */
export function KeptPanel({ card: { store, sku, unit, available, reservations } }: { card: StockCard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState('');
  const renews = [['card', store, sku], ['stock']];
  const keeping = useSend((body: { sku: string; quantity: number; reason: string }, key) => reserve(store, body, key), { renews, done: () => t('stock.kept'), onDone: () => setReason('') });
  const releasing = useSend((id: string) => release(store, id), { renews, done: () => t('stock.released') });
  if (reservations.length === 0 && available <= 0) {
    return null;
  }

  return (
    <section className="panel pad" aria-labelledby="kept">
      <h2 className="section-title" id="kept">
        {t('stock.reserved')}
      </h2>
      {reservations.length > 0 && (
        <ul className="where">
          {reservations.map((each) => (
            <li key={each.id}>
              <span className="who">
                <strong>{each.reason}</strong>
                <span className="quiet">
                  {each.who} · {t('stock.until', { time: format.dateTime(Date.parse(each.expiresAt)) })}
                </span>
              </span>
              <Quantity value={each.quantity} unit={unit} />
              <May permission="moveStock">
                <Button size="small" loading={releasing.isPending} onClick={() => releasing.mutate(each.id)}>
                  {t('stock.release')}
                </Button>
              </May>
            </li>
          ))}
        </ul>
      )}
      <SendFailure error={keeping.error ?? releasing.error} />
      {available > 0 && (
        <May permission="moveStock">
          <Form className="kept-form" onFinish={() => keeping.mutate({ sku, quantity: unit === 'gram' ? 500 : 1, reason: reason.trim() })}>
            <Input aria-label={t('stock.keepFor')} placeholder={t('stock.keepFor')} value={reason} maxLength={120} onChange={(event) => setReason(event.target.value)} />
            <Button htmlType="submit" loading={keeping.isPending} disabled={reason.trim() === ''}>
              {t('stock.keepDo')}
            </Button>
          </Form>
        </May>
      )}
    </section>
  );
}
