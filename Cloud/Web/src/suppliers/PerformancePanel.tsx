import { useQuery } from '@tanstack/react-query';
import { Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getPerformance, type SupplierPerformance } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { Rows } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { useAddress } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';

type Days = '30' | '90' | '365';
type Row = SupplierPerformance['rows'][number];

const hourMs = 3_600_000;

/** How well a supplier keeps its word: how much of what was ordered came, when, and the orders behind the figures. */
export function PerformancePanel({ supplier }: { supplier: string }) {
  const { t } = useTranslation();
  const [days, setDays] = useAddress<Days>('days', '90');
  const performance = useQuery({ queryKey: ['performance', supplier, days], queryFn: ({ signal }) => getPerformance(supplier, Number(days), signal), staleTime: 0 });
  return (
    <section aria-labelledby="performance">
      <div className="section-head">
        <h2 id="performance">{t('suppliers.performance')}</h2>
        <Segmented<Days> aria-label={t('ui.days')} value={days} onChange={setDays} options={(['30', '90', '365'] as const).map((value) => ({ value, label: t('ui.lastDays', { count: Number(value) }) }))} />
      </div>
      <Loading query={performance} label={t('suppliers.performance')}>
        {(data) => (
          <>
            <Figures performance={data} />
            {data.rows.length === 0 ? <p className="quiet">{t('suppliers.noneYet')}</p> : <Orders rows={data.rows} />}
          </>
        )}
      </Loading>
    </section>
  );
}

function Figures({ performance: { fill, onTime, leadHours, open } }: { performance: SupplierPerformance }) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = (hours: number) => format.span(hours * hourMs);
  return (
    <div className="summary supplier-figures">
      <div className="panel tile">
        <h2>{t('suppliers.fill')}</h2>
        <p className="figure">{fill.permille === null ? '—' : format.percent(fill.permille / 1_000, 1)}</p>
        <p className="tile-foot digits">
          {format.number(fill.received)} / {format.number(fill.ordered)}
        </p>
      </div>
      <div className="panel tile">
        <h2>{t('suppliers.onTime')}</h2>
        <p className="figure">{onTime.of === 0 ? '—' : format.percent(onTime.purchases / onTime.of)}</p>
        <p className="tile-foot">{t('suppliers.onTimeOf', { count: onTime.purchases, of: onTime.of })}</p>
      </div>
      <div className="panel tile">
        <h2>{t('suppliers.leadTime')}</h2>
        <p className="figure">{leadHours === null ? '—' : span(leadHours.average)}</p>
        <p className="tile-foot">{leadHours !== null && t('suppliers.leadRange', { least: span(leadHours.least), most: span(leadHours.most) })}</p>
      </div>
      <div className="panel tile">
        <h2>{t('suppliers.openOrders')}</h2>
        <p className="figure">{format.number(open)}</p>
      </div>
    </div>
  );
}

function Orders({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStoreName();
  const columns = useMemo<TableColumnsType<Row>>(() => {
    const day = (at: string | null) => (at === null ? '—' : format.date(Date.parse(at)));
    return [
      { title: t('purchases.sent'), key: 'sent', render: (_, { purchase, sentAt }) => <Link to={`/purchases/${encodeURIComponent(purchase)}`}>{day(sentAt)}</Link> },
      { title: t('ui.store'), key: 'store', render: (_, { store }) => nameOf(store) },
      { title: t('purchases.expected'), key: 'expected', render: (_, { expectedAt }) => day(expectedAt) },
      { title: t('suppliers.delivered'), key: 'last', render: (_, row) => <>{day(row.lastReceivedAt)} {isLate(row) && <Mark tone="bad">{t('purchases.late')}</Mark>}</> },
      { title: t('suppliers.leadTime'), key: 'lead', align: 'end', render: (_, { leadHours }) => (leadHours === null ? '—' : format.span(leadHours * hourMs)) },
      { title: t('suppliers.fill'), key: 'fill', align: 'end', render: (_, { ordered, received }) => <span className={received < ordered ? 'below-zero' : ''}>{format.number(received)} / {format.number(ordered)}</span> },
    ];
  }, [t, format, nameOf]);
  return (
    <Rows<Row>
      rows={rows}
      label={t('suppliers.ordersOf')}
      rowKey={({ purchase, sentAt }) => `${purchase} ${sentAt}`}
      columns={columns}
      card={(row) => (
        <div className="card-head">
          <div className="who">
            <Link className="card-link" to={`/purchases/${encodeURIComponent(row.purchase)}`}>
              {format.date(Date.parse(row.sentAt))}
            </Link>
            <span className="quiet">{nameOf(row.store)}</span>
          </div>
          {isLate(row) && <Mark tone="bad">{t('purchases.late')}</Mark>}
          <span className="digits">
            {format.number(row.received)} / {format.number(row.ordered)}
          </span>
        </div>
      )}
    />
  );
}

const isLate = ({ expectedAt, lastReceivedAt }: Row): boolean => expectedAt !== null && lastReceivedAt !== null && Date.parse(lastReceivedAt) > Date.parse(expectedAt);
