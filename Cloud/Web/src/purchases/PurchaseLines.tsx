import { WalletOutlined } from '@ant-design/icons';
import { Button, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patchPurchase, type Purchase, type PurchaseLine } from '../api/orders';
import { ProductCell } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { useMay } from '../session/session';
import { Rows } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { Quantity, QuantityField } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { Why } from '../ui/Why';

/** What is ordered, and while it is a draft, how many. */
export function PurchaseLines({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const may = useMay();
  const editable = purchase.state === 'draft' && may('editOrders');
  const [changed, setChanged] = useState<Readonly<Record<string, number | null>>>({});
  const saving = useSend((lines: readonly { sku: string; ordered: number }[]) => patchPurchase(purchase.id, { lines }, purchase.etag), {
    renews: [['purchase', purchase.id], ['purchases'], ['replenishment'], ['budget', purchase.store]],
    done: () => t('purchases.edited'),
  });
  const columns = useMemo<TableColumnsType<PurchaseLine>>(() => {
    const orderedOf = (line: PurchaseLine) =>
      editable ? (
        <QuantityField
          value={line.sku in changed ? (changed[line.sku] ?? null) : line.ordered}
          unit={line.unit}
          label={`${t('purchases.ordered')}: ${line.name}`}
          onChange={(quantity) => setChanged((before) => ({ ...before, [line.sku]: quantity }))}
        />
      ) : (
        <Quantity value={line.ordered} unit={line.unit} />
      );
    return [
      {
        title: t('goods.product'),
        key: 'sku',
        render: (_, line) => (
          <>
            <ProductCell sku={line.sku} name={line.name} store={purchase.store} />
            <LineMark line={line} />
          </>
        ),
      },
      { title: t('purchases.ordered'), key: 'ordered', align: 'end', render: (_, line) => orderedOf(line) },
      ...(purchase.state === 'draft'
        ? []
        : [
            { title: t('purchases.received'), key: 'received', align: 'end' as const, render: (_: unknown, line: PurchaseLine) => <Quantity value={line.received} unit={line.unit} bare /> },
            { title: t('purchases.open'), key: 'open', align: 'end' as const, render: (_: unknown, line: PurchaseLine) => (line.open === 0 ? <span className="quiet">0</span> : <strong><Quantity value={line.open} unit={line.unit} bare /></strong>) },
          ]),
      { title: t('goods.price'), key: 'price', align: 'end', render: (_, { priceFen }) => <Money fen={priceFen} /> },
      { title: t('goods.cost'), key: 'cost', align: 'end', render: (_, { costFen }) => <Money fen={costFen} /> },
      { title: t('ui.why'), key: 'why', render: (_, line) => <Why about={line.name} reasons={line.why.map((reason) => words.why(reason, line.unit))} /> },
    ];
  }, [t, words, editable, changed, purchase.state, purchase.store]);
  const wanted = Object.entries(changed).flatMap(([sku, ordered]) => (ordered === null ? [] : [{ sku, ordered }]));
  return (
    <section aria-label={t('purchases.lines')}>
      <Rows<PurchaseLine>
        rows={purchase.lines}
        label={t('purchases.lines')}
        rowKey={({ sku }) => sku}
        columns={columns}
        tone={({ funded, state }) => (!funded && state === 'draft' ? 'row-bad' : '')}
        card={(line) => (
          <>
            <div className="card-head">
              <ProductCell sku={line.sku} name={line.name} store={purchase.store} />
              <span className="push">
                <Why about={line.name} reasons={line.why.map((reason) => words.why(reason, line.unit))} />
              </span>
            </div>
            <LineMark line={line} />
            <div className="purchase-line">
              {editable ? (
                <QuantityField
                  value={line.sku in changed ? (changed[line.sku] ?? null) : line.ordered}
                  unit={line.unit}
                  label={`${t('purchases.ordered')}: ${line.name}`}
                  onChange={(quantity) => setChanged((before) => ({ ...before, [line.sku]: quantity }))}
                />
              ) : (
                <span>
                  {t('purchases.received')} <Quantity value={line.received} unit={line.unit} bare /> / <Quantity value={line.ordered} unit={line.unit} />
                </span>
              )}
              <strong className="push">
                <Money fen={line.costFen} />
              </strong>
            </div>
          </>
        )}
      />
      {editable && wanted.length > 0 && (
        <div className="panel-actions">
          <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate(wanted)}>
            {t('purchases.edit')}
          </Button>
          <Button onClick={() => setChanged({})}>{t('ui.cancel')}</Button>
          <span className="quiet">{t('purchases.removeHelp')}</span>
        </div>
      )}
      <SendFailure error={saving.error} />
    </section>
  );
}

function LineMark({ line: { funded, state } }: { line: PurchaseLine }) {
  const { t } = useTranslation();
  return !funded && state === 'draft' ? (
    <span className="chip chip-bad">
      <WalletOutlined aria-hidden /> {t('orders.unfunded')}
    </span>
  ) : null;
}
