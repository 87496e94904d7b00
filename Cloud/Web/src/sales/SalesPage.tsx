import { ShoppingOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { getSalesSummary, listInbox, retryInbox, type SalesSummary } from '../api/sales';
import { useStoreName } from '../app/MyStore';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Bars } from '../visits/Bars';
import { Evidence } from '../ui/Evidence';
import { ListSkeleton } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { SaleList } from './SaleList';
import './sales.css';

const periods = [7, 30, 90] as const;

/** What was sold: in sum, day by day, and sale by sale. */
export default function SalesPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [wanted, setWanted] = useAddress<string>('days', '30');
  const days = periods.find((each) => String(each) === wanted) ?? 30;
  const summary = useQuery({ queryKey: ['sales-summary', store, days], queryFn: ({ signal }) => getSalesSummary(store, days, signal), staleTime: 0 });
  return (
    <>
      <PageHead title={t('sales.title')} lead={t('sales.lead')} loaded={loadedOf(summary)} />
      <div className="toolbar">
        <Segmented<number>
          aria-label={t('sales.period')}
          value={days}
          onChange={(chosen) => setWanted(String(chosen))}
          options={periods.map((value) => ({ value, label: t('ui.lastDays', { count: value }) }))}
        />
      </div>
      <Loading query={summary} label={t('sales.loading')} skeleton={<ListSkeleton label={t('sales.loading')} />}>
        {(known) => <Sums summary={known} />}
      </Loading>
      <Inbox />
      <SaleList store={store} member={null} empty={<Notice icon={<ShoppingOutlined />} title={t('sales.empty')} help={t('sales.emptyHelp')} />} />
    </>
  );
}

function Sums({ summary: { total, days } }: { summary: SalesSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="summary sales-summary" aria-label={t('sales.net')}>
      <div className="panel tile">
        <h2>{t('sales.net')}</h2>
        <p className="figure">
          <Money fen={total.netFen} />
        </p>
        <p className="tile-foot">{t('sales.returnsCount', { count: total.returns })}</p>
      </div>
      <div className="panel tile">
        <h2>{t('sales.count')}</h2>
        <p className="figure">{format.number(total.sales)}</p>
        <p className="tile-foot">
          {t('sales.average')}: <Money fen={total.sales === 0 ? null : Math.round(total.soldFen / total.sales)} />
        </p>
      </div>
      <div className="panel tile">
        <h2>{t('sales.members')}</h2>
        <p className="figure">
          <Money fen={total.memberFen} />
        </p>
        {total.sales > 0 && <p className="tile-foot">{t('sales.ofSales', { percent: format.percent(total.memberSales / total.sales) })}</p>}
      </div>
      <div className="panel tile sales-days">
        <h2>{t('sales.perDay')}</h2>
        <Bars label={t('sales.perDay')} bars={days.map(({ day, netFen }) => ({ key: day, value: Math.max(0, netFen), words: `${format.date(Date.parse(`${day}T12:00:00`))}: ${format.money(netFen)}` }))} />
      </div>
    </section>
  );
}

/** Sales that could not be booked stand here until somebody looked at them. */
function Inbox() {
  const { t } = useTranslation();
  const may = useMay()('retrySales');
  const storeName = useStoreName();
  const inbox = useQuery({ queryKey: ['sales-inbox'], queryFn: ({ signal }) => listInbox(signal), staleTime: 0 });
  const retrying = useSend((id: string) => retryInbox(id), { renews: [['sales-inbox'], ['sales']], done: () => t('sales.retried') });
  const rows = inbox.data?.rows ?? [];
  return rows.length === 0 ? null : (
    <details className="panel inbox">
      <summary>
        <WarningOutlined aria-hidden /> {t('sales.inbox', { count: rows.length })}
      </summary>
      <p className="quiet">{t('sales.inboxHelp')}</p>
      <SendFailure error={retrying.error} />
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <div className="who">
              <b className="breaks">{row.said}</b>
              <span className="quiet">
                {storeName(row.store)} · <Ago at={row.at} empty="" /> · {t('sales.tries', { count: row.attempts })}
              </span>
            </div>
            <span className="push" />
            <Evidence evidence={{ kind: 'event', gateway: row.gateway, position: row.position }} store={row.store} />
            {may && (
              <Button size="small" loading={retrying.isPending} onClick={() => retrying.mutate(row.id)}>
                {t('sales.retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
