import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { getCustomer, type Customer } from '../api/customers';
import { useMay } from '../session/session';
import { Loading } from '../ui/Loading';
import { CustomerHead } from './CustomerHead';
import { ConsentsTab } from './ConsentsTab';
import './customer.css';
import { MergesTab } from './MergesTab';
import { NotesTab } from './NotesTab';
import { PointsTab } from './PointsTab';
import { SalesTab } from './SalesTab';
import { TabStrip } from './TabStrip';
import { timelineKindOf } from './timeline';
import { TimelineTab } from './TimelineTab';
import { VisitsTab } from './VisitsTab';
import { VouchersTab } from './VouchersTab';

/** While a withdrawal is under way its progress is asked for so often. */
const pollMs = 1_500;

export const tabs = ['timeline', 'sales', 'points', 'visits', 'vouchers', 'notes', 'consents', 'merges'] as const;

export type Tab = (typeof tabs)[number];

/** Everything that is known of one customer, and what each number stands on. */
export default function CustomerPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const customer = useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => getCustomer(id, signal),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.face === 'recalling' ? pollMs : false),
  });
  return (
    <Loading query={customer} label={t('customer.loading')} extra={<Link to="/customers">{t('customer.back')}</Link>}>
      {(known) => <Known customer={known} asked={id} />}
    </Loading>
  );
}

function Known({ customer, asked }: { customer: Customer; asked: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [address, setAddress] = useSearchParams();
  const open = (tab: string, filter = '') =>
    setAddress({ ...(tab === 'timeline' ? {} : { tab }), ...(filter === '' ? {} : { show: filter }) }, { replace: true });
  const below = useRef<HTMLDivElement>(null);
  /** A figure leads to what it is counted from, and that lies further down. */
  const show = (tab: string, filter = '') => {
    open(tab, filter);
    below.current?.scrollIntoView({ block: 'start' });
  };
  const seen: Record<Tab, boolean> = {
    timeline: true, sales: may('viewSales'), points: true, visits: true, vouchers: may('viewProgramme'), notes: true, consents: true, merges: true,
  };
  const contents: Record<Tab, () => ReactNode> = {
    timeline: () => <TimelineTab customer={customer} show={timelineKindOf(address.get('show'))} onShow={(kind) => open('timeline', kind ?? '')} />,
    sales: () => <SalesTab customer={customer} />,
    points: () => <PointsTab customer={customer} />,
    visits: () => <VisitsTab customer={customer} />,
    vouchers: () => <VouchersTab customer={customer} />,
    notes: () => <NotesTab customer={customer} />,
    consents: () => <ConsentsTab customer={customer} />,
    merges: () => <MergesTab customer={customer} />,
  };
  const counts: Partial<Record<Tab, number>> = { notes: customer.notes.length, merges: customer.merges.length };
  const shown = tabs.filter((tab) => seen[tab]);
  const wanted = address.get('tab');
  const active = shown.find((tab) => tab === wanted) ?? 'timeline';
  return (
    <>
      {customer.id !== asked && <Alert className="customer-gone" type="info" showIcon title={t('customer.gone')} />}
      <CustomerHead customer={customer} onOpen={show} />
      <div ref={below} className="customer-below" />
      <TabStrip<Tab>
        label={customer.name}
        active={active}
        onChange={(tab) => open(tab)}
        tabs={shown.map((tab) => ({
          key: tab,
          label: (
            <>
              {t(`customer.tab_${tab}`)}
              {(counts[tab] ?? 0) > 0 && <span className="count"> {counts[tab]}</span>}
            </>
          ),
        }))}
      >
        {contents[active]()}
      </TabStrip>
    </>
  );
}
