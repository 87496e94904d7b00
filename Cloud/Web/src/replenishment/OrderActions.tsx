import { ClockCircleOutlined, CrownFilled, ShoppingCartOutlined, WalletOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { orderOnce, snooze, type ReplenishmentRow } from '../api/orders';
import { useMay } from '../session/session';
import { QuantityField, useQuantityText } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

const dayMs = 86_400_000;

/** Orders a product now, or puts it off. */
export function OrderActions({ row, compact = false }: { row: ReplenishmentRow; compact?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const quantityText = useQuantityText();
  const may = useMay();
  const [quantity, setQuantity] = useState<number | null>(row.toOrder > 0 ? row.toOrder : null);
  const renews = [['replenishment'], ['purchases'], ['card', row.store, row.sku], ['budget', row.store]];
  const ordering = useSend((body: { quantity: number }, key) => orderOnce(row.store, row.sku, body, key), {
    renews,
    done: (_, body) => t('orders.ordered', { quantity: quantityText(body.quantity, row.unit), name: row.name }),
  });
  const putOff = useSend((until: string | null) => snooze(row.store, row.sku, { until }), {
    renews,
    done: (_, until) => (until === null ? t('orders.woken') : t('orders.snoozed', { date: format.date(Date.parse(until)) })),
  });
  if (!may('editOrders')) {
    return null;
  }

  const later = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
  return (
    <div className={compact ? 'order-actions order-compact' : 'order-actions'}>
      {row.purchase ? (
        <Link to={`/purchases/${encodeURIComponent(row.purchase.id)}`}>
          <Button size={compact ? 'small' : 'middle'} icon={<ShoppingCartOutlined />} tabIndex={-1}>
            {t('orders.inDraft')}
          </Button>
        </Link>
      ) : (
        <>
          <QuantityField value={quantity} unit={row.unit} label={`${t('orders.toOrder')}: ${row.name}`} onChange={setQuantity} />
          <Button
            type={row.toOrder > 0 ? 'primary' : 'default'}
            icon={<ShoppingCartOutlined />}
            loading={ordering.isPending}
            disabled={quantity === null || quantity === 0}
            onClick={() => quantity !== null && ordering.mutate({ quantity })}
          >
            {t(compact ? 'orders.order' : 'orders.orderOnce')}
          </Button>
        </>
      )}
      {row.snoozedUntil === null ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: '1', label: t('orders.snoozeDay') },
              { key: '7', label: t('orders.snoozeWeek') },
              { key: '30', label: t('orders.snoozeMonth') },
            ],
            onClick: ({ key }) => putOff.mutate(later(Number(key))),
          }}
        >
          <Button type="text" icon={<ClockCircleOutlined />} loading={putOff.isPending} aria-label={`${t('orders.snooze')}: ${row.name}`}>
            {compact ? null : t('orders.snooze')}
          </Button>
        </Dropdown>
      ) : (
        <Button type="text" icon={<ClockCircleOutlined />} loading={putOff.isPending} onClick={() => putOff.mutate(null)}>
          {t('orders.wake')}
        </Button>
      )}
      <SendFailure error={ordering.error ?? putOff.error} />
    </div>
  );
}

/** What else is to be known before it is ordered: VIPs, money, put off, when it comes. */
export function OrderMarks({ row }: { row: ReplenishmentRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="order-marks">
      {row.vip && (
        <span className="chip chip-vip" title={row.vip.names.join(', ')}>
          <CrownFilled aria-hidden /> {t('orders.vip', { count: row.vip.count })}
        </span>
      )}
      {row.funded === false && (
        <span className="chip chip-bad">
          <WalletOutlined aria-hidden /> {t('orders.unfunded')}
        </span>
      )}
      {row.snoozedUntil !== null && (
        <span className="chip chip-warn">
          <ClockCircleOutlined aria-hidden /> {t('orders.snoozed', { date: format.date(Date.parse(row.snoozedUntil)) })}
        </span>
      )}
      {row.supplier && (
        <span className="quiet">
          {row.supplier.name}
          {row.arrivesAt !== null && ` · ${t('orders.arrives', { date: format.date(Date.parse(row.arrivesAt)) })}`}
        </span>
      )}
    </p>
  );
}
