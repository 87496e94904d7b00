import { RetweetOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getNearby, type StockCard } from '../api/stock';
import { skuPath } from '../goods/ProductCell';
import { May } from '../session/session';
import { Failure } from '../ui/Failure';
import { Quantity, useQuantityText } from '../ui/Quantity';
import { useFormat } from '../ui/useFormat';

const shownAtMost = 8;

/** Which stores nearby have it, the nearest first. */
export function NearbyPanel({ card: { store, sku, unit } }: { card: StockCard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const quantityText = useQuantityText();
  const nearby = useQuery({ queryKey: ['nearby', store, sku], queryFn: ({ signal }) => getNearby(store, sku, signal), staleTime: 0 });
  const rows = (nearby.data?.rows ?? []).filter(({ available, incoming }) => available > 0 || incoming > 0).slice(0, shownAtMost);
  return (
    <section className="panel pad" aria-labelledby="nearby">
      <h2 className="section-title" id="nearby">
        {t('stock.nearby')}
      </h2>
      {nearby.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 4, width: '100%' }} />
      ) : !nearby.data ? (
        <Failure error={nearby.error} busy={nearby.isFetching} onRetry={() => void nearby.refetch()} />
      ) : rows.length === 0 ? (
        <p className="quiet panel-empty">{t('stock.nearbyNone')}</p>
      ) : (
        <ul className="where">
          {rows.map(({ store: other, name, metres, available, incoming }) => (
            <li key={other}>
              <span className="who">
                <Link to={skuPath(other, sku)}>{name}</Link>
                <span className="quiet">{[metres === null ? t('stock.noDistance') : format.distance(metres), available <= 0 && incoming > 0 ? `${t('goods.incoming')} ${quantityText(incoming, unit)}` : ''].filter(Boolean).join(' · ')}</span>
              </span>
              <strong>
                <Quantity value={available} unit={unit} />
              </strong>
              <May permission="moveStock">
                <Link to={`/transfers?new=1&from=${encodeURIComponent(other)}&to=${encodeURIComponent(store)}&sku=${encodeURIComponent(sku)}`} aria-label={`${t('stock.bring')}: ${name}`}>
                  <Button type="text" icon={<RetweetOutlined />} title={t('stock.bring')} tabIndex={-1} />
                </Link>
              </May>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
