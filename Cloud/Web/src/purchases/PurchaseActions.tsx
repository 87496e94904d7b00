import { InboxOutlined, SendOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { cancelPurchase, closePurchase, sendPurchase, type Purchase } from '../api/orders';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { isDue } from './PurchaseMark';

type Asked = 'send' | 'close' | 'cancel';

/** What can be done with a purchase as it stands. */
export function PurchaseActions({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const draft = purchase.state === 'draft';
  const due = isDue(purchase.state);
  if (!draft && !due) {
    return null;
  }

  return (
    <div className="action-bar">
      {may('editOrders') && (draft || purchase.state === 'sent') && (
        <Button size="large" type="text" danger onClick={() => setAsked('cancel')}>
          {t('purchases.cancel')}
        </Button>
      )}
      {may('editOrders') && purchase.state === 'partly' && (
        <Button size="large" onClick={() => setAsked('close')}>
          {t('purchases.close')}
        </Button>
      )}
      {due && may('moveStock') && (
        <Link to={`/purchases/${encodeURIComponent(purchase.id)}/receive`}>
          <Button size="large" type="primary" icon={<InboxOutlined />} tabIndex={-1}>
            {t('purchases.receive')}
          </Button>
        </Link>
      )}
      {draft && may('editOrders') && (
        <Button size="large" type="primary" icon={<SendOutlined />} onClick={() => setAsked('send')}>
          {t('purchases.send')}
        </Button>
      )}
      <SendDialog purchase={purchase} open={asked === 'send'} onClose={() => setAsked(null)} />
      <EndDialog purchase={purchase} asked={asked === 'send' ? null : asked} onClose={() => setAsked(null)} />
    </div>
  );
}

const renewsOf = (purchase: Purchase) => [['purchase', purchase.id], ['purchases'], ['replenishment'], ['budget', purchase.store], ['overview']];

function SendDialog({ purchase, open, onClose }: { purchase: Purchase; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [beyond, setBeyond] = useState(false);
  const sending = useSend((beyondBudget: boolean, key) => sendPurchase(purchase.id, beyondBudget, key), {
    renews: renewsOf(purchase),
    done: () => t('purchases.sentDone', { supplier: purchase.supplier.name }),
    onDone: onClose,
  });
  return (
    <Modal
      open={open}
      title={t('purchases.sendAsk', { supplier: purchase.supplier.name })}
      okText={t('purchases.send')}
      cancelText={t('ui.cancel')}
      confirmLoading={sending.isPending}
      onOk={() => sending.mutate(beyond)}
      onCancel={onClose}
    >
      <p>{t('purchases.sendAskHelp', { total: format.money(purchase.totalFen), count: purchase.lines.length })}</p>
      {purchase.unfunded > 0 && (
        <>
          <p className="below-zero">
            {t('purchases.unfundedLines', { count: purchase.unfunded })}. {t('purchases.sendUnfunded')}
          </p>
          <Checkbox checked={beyond} onChange={(event) => setBeyond(event.target.checked)}>
            {t('purchases.sendBeyond')}
          </Checkbox>
        </>
      )}
      <SendFailure error={sending.error} />
    </Modal>
  );
}

function EndDialog({ purchase, asked, onClose }: { purchase: Purchase; asked: 'close' | 'cancel' | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const ending = useSend(({ how, reason }: { how: 'close' | 'cancel'; reason: string }) => (how === 'close' ? closePurchase : cancelPurchase)(purchase.id, reason), {
    renews: renewsOf(purchase),
    done: (_, { how }) => t(how === 'close' ? 'purchases.closed' : 'purchases.cancelledDone'),
    onDone: onClose,
  });
  return (
    <Modal
      open={asked !== null}
      title={t(asked === 'close' ? 'purchases.closeAsk' : 'purchases.cancelAsk')}
      okText={t(asked === 'close' ? 'purchases.close' : 'purchases.cancel')}
      okButtonProps={{ danger: true, disabled: asked === 'close' && why.trim() === '' }}
      cancelText={t('ui.back')}
      confirmLoading={ending.isPending}
      onOk={() => asked !== null && ending.mutate({ how: asked, reason: why.trim() })}
      onCancel={onClose}
    >
      <Input aria-label={t('purchases.whyAsk')} placeholder={t('purchases.whyAsk')} value={why} maxLength={200} onChange={(event) => setWhy(event.target.value)} />
      <SendFailure error={ending.error} />
    </Modal>
  );
}
