import { InboxOutlined } from '@ant-design/icons';
import { Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listPurchases, type PurchaseState, type PurchaseSummary } from '../api/orders';
import type { Rows } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { Ago } from '../ui/Ago';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { isDue, PurchaseMark } from './PurchaseMark';

type Show = 'due' | 'draft' | 'received' | 'all';

/** What is due is in two states; one after the other is asked for, the mark says in which the page before ended. */
async function listShown(show: Show, store: string | null, after: string | null, signal: AbortSignal): Promise<Rows<PurchaseSummary>> {
  if (show !== 'due') {
    return listPurchases({ store, state: show === 'all' ? null : show, after }, signal);
  }

  const state: PurchaseState = after?.startsWith('partly ') ? 'partly' : 'sent';
  const page = await listPurchases({ store, state, after: after === null ? null : after.slice(state.length + 1) }, signal);
  if (page.next !== null) {
    return { rows: page.rows, next: `${state} ${page.next}` };
  }

  if (state === 'partly') {
    return page;
  }

  const partly = await listPurchases({ store, state: 'partly', after: null }, signal);
  return { rows: [...page.rows, ...partly.rows], next: partly.next === null ? null : `partly ${partly.next}` };
}

/** Where a purchase leads: to taking it in where goods are due, else to the purchase. */
const toOf = (show: Show) => ({ id, state }: PurchaseSummary) => `/purchases/${encodeURIComponent(id)}${show === 'due' && isDue(state) ? '/receive' : ''}`;

export default function PurchasesPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [show, setShow] = useAddress<Show>('show', 'due');
  const list = useKeyset<PurchaseSummary>(['purchases', 'list', store, show], (after, signal) => listShown(show, store, after, signal));
  const columns = useColumns(show, store === null);
  return (
    <>
      <PageHead title={t('purchases.title')} lead={t('purchases.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <Segmented<Show>
          aria-label={t('purchases.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'due', label: t('purchases.toReceive') },
            { value: 'draft', label: t('purchases.state_draft') },
            { value: 'received', label: t('purchases.state_received') },
            { value: 'all', label: t('purchases.all') },
          ]}
        />
      </div>
      <KeysetList<PurchaseSummary>
        list={list}
        label={t('purchases.title')}
        rowKey={({ id }) => id}
        columns={columns}
        to={toOf(show)}
        card={(row) => <PurchaseCard row={row} to={toOf(show)(row)} />}
        empty={
          <Notice
            icon={<InboxOutlined />}
            title={t(show === 'due' ? 'purchases.nothingDue' : 'purchases.empty')}
            help={t(show === 'due' ? 'purchases.nothingDueHelp' : 'purchases.emptyHelp')}
          />
        }
      />
    </>
  );
}

function useColumns(show: Show, withStore: boolean): TableColumnsType<PurchaseSummary> {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStoreName();
  return useMemo(
    () => [
      {
        title: t('goods.supplier'),
        key: 'supplier',
        render: (_, row) => (
          <div className="who">
            <Link to={toOf(show)(row)}>{row.supplier.name}</Link>
            <span className="quiet">
              {t('purchases.by')} {row.createdBy === 'rule' ? t('purchases.byRule') : row.createdBy}
            </span>
          </div>
        ),
      },
      ...(withStore ? [{ title: t('ui.store'), key: 'store', render: (_: unknown, { store }: PurchaseSummary) => nameOf(store) }] : []),
      { title: t('purchases.lines'), key: 'lines', align: 'end', render: (_, { lines }) => format.number(lines) },
      { title: t('purchases.total'), key: 'total', align: 'end', render: (_, { totalFen }) => <Money fen={totalFen} /> },
      { title: t('purchases.created'), key: 'created', render: (_, { createdAt }) => <Ago at={createdAt} empty="" /> },
      { title: t('purchases.sent'), key: 'sent', render: (_, { sentAt }) => <Ago at={sentAt} empty="—" /> },
      { title: t('purchases.expected'), key: 'expected', render: (_, { expectedAt }) => (expectedAt === null ? <span className="quiet">—</span> : format.date(Date.parse(expectedAt))) },
      { title: t('ui.state'), key: 'state', render: (_, row) => <PurchaseMark purchase={row} /> },
    ],
    [t, format, nameOf, show, withStore],
  );
}

function PurchaseCard({ row, to }: { row: PurchaseSummary; to: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStoreName();
  return (
    <>
      <div className="card-head">
        <div className="who">
          <Link className="card-link" to={to}>
            {row.supplier.name}
          </Link>
          <span className="quiet">{nameOf(row.store)}</span>
        </div>
        <PurchaseMark purchase={row} />
      </div>
      <p className="quiet">
        {t('purchases.linesCount', { count: row.lines })} · <Money fen={row.totalFen} />
        {row.expectedAt !== null && ` · ${t('purchases.expected')} ${format.date(Date.parse(row.expectedAt))}`}
      </p>
    </>
  );
}
