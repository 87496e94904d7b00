import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { undoMerge, type Customer } from '../api/customers';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

/** The sources one person is known from, and who was merged into them; each merge can be undone. */
export function MergesTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay()('mergeCustomers');
  const format = useFormat();
  const undoing = useSend((id: string) => undoMerge(id), { renews: [['customer', customer.id], ['timeline', customer.id], ['customers'], ['duplicates']], done: () => t('customer.undone') });
  const contactsOf = (id: string) => {
    const other = customer.others.find((each) => each.id === id);
    return other ? [other.phone, other.email, other.card].filter((each) => each !== null).join(' · ') : '';
  };
  return (
    <div className="consents-two">
      <section className="panel pad">
        <h2 className="section-title">{t('customer.mergesOpen')}</h2>
        <SendFailure error={undoing.error} />
        {customer.merges.length === 0 && <p className="quiet">{t('customer.mergesNone')}</p>}
        <ul className="member-consents">
          {customer.merges.map((merge) => (
            <li key={merge.id}>
              <span className="breaks">{t('customer.mergedOn', { name: merge.mergedName, date: format.date(Date.parse(merge.at)), who: merge.who })}</span>
              {may && (
                <Popconfirm
                  title={t('customer.undoAsk', { name: merge.mergedName })}
                  description={t('customer.undoHelp')}
                  okText={t('customer.undo')}
                  cancelText={t('ui.cancel')}
                  onConfirm={() => undoing.mutate(merge.id)}
                >
                  <Button size="small" loading={undoing.isPending}>
                    {t('customer.undo')}
                  </Button>
                </Popconfirm>
              )}
              <small className="mono quiet">{contactsOf(merge.merged)}</small>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel pad">
        <h2 className="section-title">{t('customer.identities')}</h2>
        {customer.identities.length === 0 && <p className="quiet">{t('customer.identitiesNone')}</p>}
        <ul className="member-consents">
          {customer.identities.map((identity) => (
            <li key={`${identity.source} ${identity.externalId} ${identity.customer}`}>
              <b>{identity.source}</b>
              <span className="mono quiet">{identity.externalId}</span>
              <small className="quiet">{format.dateTime(Date.parse(identity.since))}</small>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
