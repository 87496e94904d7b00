import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listSales, type SaleRow } from '../api/sales';
import { useStoreName } from '../app/MyStore';
import { SignedPoints } from '../customer/TimelineTab';
import { Ago } from '../ui/Ago';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark } from '../ui/Mark';
import { Money } from '../ui/Money';

const salePath = (id: string) => `/sales/${encodeURIComponent(id)}`;

/** Sales and returns, newest first: of a store, of a customer, or all. */
export function SaleList({ store, member, empty }: { store: string | null; member: string | null; empty: ReactNode }) {
  const { t } = useTranslation();
  const storeName = useStoreName();
  const list = useKeyset(['sales', store, member], async (after, signal) => {
    const page = await listSales({ store, member, after }, signal);
    return { rows: page.sales, next: page.next };
  });
  const columns = useMemo<TableColumnsType<SaleRow>>(
    () => [
      {
        title: t('sales.at'),
        key: 'at',
        render: (_, sale) => (
          <Link to={salePath(sale.id)}>
            <Ago at={sale.at} empty="" />
          </Link>
        ),
      },
      { title: t('sales.kind'), key: 'kind', render: (_, sale) => <KindMark kind={sale.kind} /> },
      { title: t('sales.store'), key: 'store', render: (_, sale) => storeName(sale.store) },
      { title: t('sales.till'), key: 'till', render: (_, sale) => <span className="mono quiet">{sale.till}</span> },
      ...(member === null ? [{ title: t('sales.customer'), key: 'customer', render: (_: unknown, sale: SaleRow) => <Buyer sale={sale} /> }] : []),
      { title: t('sales.points'), key: 'points', align: 'end', render: (_, { points }) => (points === 0 ? <span className="quiet">—</span> : <SignedPoints points={points} />) },
      { title: t('sales.total'), key: 'total', align: 'end', render: (_, sale) => <Total sale={sale} /> },
      { title: t('sales.remark'), key: 'said', render: (_, { said }) => <span className="quiet breaks">{said ?? ''}</span> },
    ],
    [t, storeName, member],
  );
  return (
    <KeysetList
      list={list}
      rowKey={({ id }) => id}
      label={t('sales.title')}
      columns={columns}
      to={({ id }) => salePath(id)}
      card={(sale) => (
        <>
          <div className="card-head">
            <div className="who">
              <Link className="card-link" to={salePath(sale.id)}>
                <Ago at={sale.at} empty="" />
              </Link>
              <span className="quiet">
                {storeName(sale.store)} · {sale.till}
              </span>
            </div>
            <Total sale={sale} />
          </div>
          <div className="customer-card-foot">
            <KindMark kind={sale.kind} />
            {sale.points !== 0 && (
              <span className="quiet">
                {t('sales.points')} <SignedPoints points={sale.points} />
              </span>
            )}
          </div>
          {sale.said !== null && <p className="quiet breaks">{sale.said}</p>}
        </>
      )}
      empty={empty}
    />
  );
}

/** Money that went back stands behind a minus. */
export const Total = ({ sale }: { sale: Pick<SaleRow, 'kind' | 'totalFen'> }) => (
  <b>
    <Money fen={sale.kind === 'return' ? -sale.totalFen : sale.totalFen} />
  </b>
);

export function KindMark({ kind }: { kind: SaleRow['kind'] }) {
  const { t } = useTranslation();
  return kind === 'return' ? <Mark tone="warn">{t('sales.k_return')}</Mark> : <span>{t('sales.k_sale')}</span>;
}

/** Who bought. */
export function Buyer({ sale: { member, memberName } }: { sale: Pick<SaleRow, 'member' | 'memberName'> }) {
  const { t } = useTranslation();
  return member === null ? <span className="quiet">{t('sales.anonymous')}</span> : <Link to={`/customers/${encodeURIComponent(member)}`}>{memberName ?? t('sales.known')}</Link>;
}
