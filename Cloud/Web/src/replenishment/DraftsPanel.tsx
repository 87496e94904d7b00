import { SendOutlined } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listPurchases, sendPurchase, type PurchaseSummary } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { May } from '../session/session';
import { useKeyset } from '../ui/keyset';
import { LoadMore } from '../ui/LoadMore';
import { Money } from '../ui/Money';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

/** The orders that the rules have put together: look, send, done. */
export function DraftsPanel({ store }: { store: string | null }) {
  const { t } = useTranslation();
  const list = useKeyset<PurchaseSummary>(['purchases', 'draft', store], (after, signal) => listPurchases({ store, state: 'draft', after }, signal));
  if (!list.rows || list.rows.length === 0) {
    return null;
  }

  return (
    <section className="panel drafts" aria-labelledby="drafts">
      <h2 className="section-title" id="drafts">
        {t('orders.drafts')}
      </h2>
      <p className="quiet">{t('orders.draftsLead')}</p>
      <ul>
        {list.rows.map((draft) => (
          <Draft key={draft.id} draft={draft} withStore={store === null} />
        ))}
      </ul>
      <LoadMore hasMore={list.hasMore} busy={list.isFetchingMore} onMore={list.more} />
    </section>
  );
}

function Draft({ draft, withStore }: { draft: PurchaseSummary; withStore: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStoreName();
  const sending = useSend((id: string, key) => sendPurchase(id, false, key), {
    renews: [['purchases'], ['purchase', draft.id], ['replenishment'], ['budget', draft.store], ['overview']],
    done: () => t('purchases.sentDone', { supplier: draft.supplier.name }),
  });
  return (
    <li>
      <span className="who">
        <Link to={`/purchases/${encodeURIComponent(draft.id)}`}>{draft.supplier.name}</Link>
        <span className="quiet">
          {withStore && `${nameOf(draft.store)} · `}
          {t('purchases.linesCount', { count: draft.lines })} · <Money fen={draft.totalFen} />
          {draft.unfunded > 0 && <span className="below-zero"> · {t('purchases.unfundedLines', { count: draft.unfunded })}</span>}
        </span>
        <SendFailure error={sending.error} />
      </span>
      <May permission="editOrders">
        <Popconfirm
          title={t('purchases.sendAsk', { supplier: draft.supplier.name })}
          description={[t('purchases.sendAskHelp', { total: format.money(draft.totalFen), count: draft.lines }), draft.unfunded > 0 ? t('purchases.sendUnfunded') : ''].join(' ')}
          okText={t('purchases.send')}
          cancelText={t('ui.cancel')}
          onConfirm={() => sending.mutate(draft.id)}
        >
          <Button type="primary" icon={<SendOutlined />} loading={sending.isPending} aria-label={`${t('purchases.send')}: ${draft.supplier.name}`}>
            {t('purchases.send')}
          </Button>
        </Popconfirm>
      </May>
    </li>
  );
}
