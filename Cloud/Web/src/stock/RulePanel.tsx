import { useQuery } from '@tanstack/react-query';
import { Button, Form, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteRule, getReplenishment, putRule, type ReplenishmentRow } from '../api/orders';
import { ApiError } from '../api/client';
import type { StockCard } from '../api/stock';
import { OrderActions, OrderMarks } from '../replenishment/OrderActions';
import { useGoodsWords } from '../goods/useWords';
import { May } from '../session/session';
import { Fact } from '../ui/Fact';
import { Failure } from '../ui/Failure';
import { Quantity, QuantityField } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { Why } from '../ui/Why';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

/** The reorder rule of a product in a store, what it proposes, and ordering by hand. */
export function RulePanel({ card }: { card: StockCard }) {
  const { t } = useTranslation();
  const { store, sku } = card;
  const [editing, setEditing] = useState(false);
  const row = useQuery({ queryKey: ['replenishment', 'one', store, sku], queryFn: ({ signal }) => ruleOrNull(store, sku, signal), staleTime: 0 });
  return (
    <section className="panel pad" aria-labelledby="rule">
      <h2 className="section-title" id="rule">
        {t('stock.replenish')}
      </h2>
      {row.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 3, width: '100%' }} />
      ) : row.data === undefined ? (
        <Failure error={row.error} busy={row.isFetching} onRetry={() => void row.refetch()} />
      ) : editing ? (
        <RuleForm card={card} row={row.data} onDone={() => setEditing(false)} />
      ) : (
        <>
          {row.data === null ? <p className="quiet panel-empty">{t('stock.noRule')}</p> : <RuleFacts row={row.data} />}
          <div className="panel-actions">
            {row.data !== null && <OrderActions row={row.data} />}
            <May permission="editReorderRules">
              <Button onClick={() => setEditing(true)}>{t(row.data === null ? 'stock.addRule' : 'stock.editRule')}</Button>
            </May>
          </div>
        </>
      )}
    </section>
  );
}

async function ruleOrNull(store: string, sku: string, signal: AbortSignal): Promise<ReplenishmentRow | null> {
  try {
    return await getReplenishment(store, sku, signal);
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'missing') {
      return null;
    }

    throw error;
  }
}

function RuleFacts({ row }: { row: ReplenishmentRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGoodsWords();
  return (
    <>
      <dl className="facts facts-four">
        <Fact name={t('goods.minMax')}>
          <Quantity value={row.min} unit={row.unit} bare /> / <Quantity value={row.max} unit={row.unit} bare />
        </Fact>
        <Fact name={t('goods.multiple')}>
          <Quantity value={row.multiple} unit={row.unit} bare />
        </Fact>
        <Fact name={t('orders.toOrder')}>
          {row.toOrder === 0 ? t('orders.nothing') : <Quantity value={row.toOrder} unit={row.unit} />}
          <Why about={row.name} reasons={row.why.map((reason) => words.why(reason, row.unit))} />
        </Fact>
        <Fact name={t('orders.cover')}>{row.coverDays === null ? '—' : t('orders.coverDays', { days: format.number(row.coverDays, 1) })}</Fact>
      </dl>
      <OrderMarks row={row} />
    </>
  );
}

function RuleForm({ card: { store, sku, unit }, row, onDone }: { card: StockCard; row: ReplenishmentRow | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [min, setMin] = useState<number | null>(row?.min ?? null);
  const [max, setMax] = useState<number | null>(row?.max ?? null);
  const [multiple, setMultiple] = useState<number | null>(row?.multiple ?? (unit === 'gram' ? 1_000 : 1));
  const renews = [['replenishment'], ['card', store, sku], ['stock']];
  const saving = useSend((body: { min: number; max: number; multiple: number }) => putRule(store, sku, body, row?.etag), { renews, done: () => t('stock.ruleSaved'), onDone });
  const removing = useSend((etag: string) => deleteRule(store, sku, etag), { renews, done: () => t('stock.ruleRemoved'), onDone });
  const good = min !== null && max !== null && multiple !== null && max >= min && multiple >= 1;
  return (
    <Form layout="vertical" onFinish={() => good && saving.mutate({ min, max, multiple })}>
      <p className="quiet rule-help">{t('stock.ruleHelp')}</p>
      <div className="form-grid">
        <Form.Item label={t('goods.min')}>
          <QuantityField value={min} unit={unit} label={t('goods.min')} onChange={setMin} />
        </Form.Item>
        <Form.Item label={t('goods.max')}>
          <QuantityField value={max} unit={unit} label={t('goods.max')} onChange={setMax} />
        </Form.Item>
        <Form.Item label={t('goods.multiple')}>
          <QuantityField value={multiple} unit={unit} label={t('goods.multiple')} onChange={setMultiple} />
        </Form.Item>
      </div>
      {!good && min !== null && max !== null && <p role="alert">{t('stock.ruleBad')}</p>}
      <SendFailure error={saving.error ?? removing.error} />
      <div className="panel-actions">
        <Button type="primary" htmlType="submit" loading={saving.isPending} disabled={!good}>
          {t('ui.save')}
        </Button>
        <Button onClick={onDone}>{t('ui.cancel')}</Button>
        {row !== null && (
          <Button type="text" danger loading={removing.isPending} onClick={() => removing.mutate(row.etag)}>
            {t('stock.ruleRemove')}
          </Button>
        )}
      </div>
    </Form>
  );
}
