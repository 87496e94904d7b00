import { CheckOutlined } from '@ant-design/icons';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stocktake, StocktakeLine } from '../api/stock';
import { ProductCell } from '../goods/ProductCell';
import { Rows } from '../ui/KeysetList';
import { Quantity } from '../ui/Quantity';

/** A closed stocktake: what was counted against what the books had, the differences first. */
export function Result({ stocktake: { store, lines } }: { stocktake: Stocktake }) {
  const { t } = useTranslation();
  const sorted = useMemo(() => [...lines].sort((left, right) => Math.abs(right.difference ?? 0) - Math.abs(left.difference ?? 0)), [lines]);
  const different = lines.filter(({ difference }) => difference !== null && difference !== 0).length;
  const columns = useMemo<TableColumnsType<StocktakeLine>>(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, name }) => <ProductCell sku={sku} name={name} store={store} /> },
      { title: t('stocktakes.expected'), key: 'expected', align: 'end', render: (_, { expected, unit }) => <Quantity value={expected} unit={unit} bare /> },
      { title: t('stocktakes.counted'), key: 'counted', align: 'end', render: (_, { counted, unit }) => <Quantity value={counted} unit={unit} bare /> },
      { title: t('stocktakes.difference'), key: 'difference', align: 'end', render: (_, line) => <Difference line={line} /> },
      { title: t('stock.note'), key: 'said', render: (_, { said }) => <span className="quiet">{said}</span> },
    ],
    [t, store],
  );
  return (
    <>
      <p className="count-result">{t('stocktakes.result', { same: lines.length - different, different })}</p>
      <Rows<StocktakeLine>
        rows={sorted}
        label={t('stocktakes.countedLines')}
        rowKey={({ sku }) => sku}
        columns={columns}
        tone={({ difference }) => ((difference ?? 0) < 0 ? 'row-bad' : (difference ?? 0) > 0 ? 'row-low' : '')}
        card={(line) => (
          <div className="card-head">
            <ProductCell
              sku={line.sku}
              name={line.name}
              store={store}
              under={
                <>
                  {t('stocktakes.counted')} <Quantity value={line.counted} unit={line.unit} bare /> · {t('stocktakes.expected')} <Quantity value={line.expected} unit={line.unit} bare />
                </>
              }
            />
            <span className="push">
              <Difference line={line} />
            </span>
          </div>
        )}
      />
    </>
  );
}

function Difference({ line: { difference, unit } }: { line: StocktakeLine }) {
  const { t } = useTranslation();
  return difference === 0 ? (
    <span className="agrees">
      <CheckOutlined aria-hidden /> {t('stocktakes.same')}
    </span>
  ) : (
    <strong>
      <Quantity value={difference} unit={unit} signed />
    </strong>
  );
}
