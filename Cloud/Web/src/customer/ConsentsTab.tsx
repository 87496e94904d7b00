import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channels, getConsents, purposes, putConsent, type Customer, type MarketingConsent } from '../api/customers';
import { usePreferences } from '../app/Preferences';
import { languageNames, languages } from '../i18n/language';
import { useMay } from '../session/session';
import { ListSkeleton } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { FaceConsents } from './FaceConsents';

type Answer = Pick<MarketingConsent, 'purpose' | 'channel' | 'given' | 'textVersion' | 'language'>;

/** What a customer agreed to: to be recognised, and to be written to. */
export function ConsentsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const consents = useQuery({ queryKey: ['customer-consents', customer.id], queryFn: ({ signal }) => getConsents(customer.id, signal), staleTime: 0 });
  return (
    <div className="consents-two">
      <section className="panel pad">
        <h2 className="section-title">{t('customer.faceTitle')}</h2>
        <FaceConsents id={customer.id} name={customer.name} face={customer.face} consents={customer.consents} />
      </section>
      <section className="panel pad">
        <Loading query={consents} label={t('ui.loading')} skeleton={<ListSkeleton label={t('ui.loading')} />}>
          {({ current, history }) => <Marketing customer={customer} current={current} history={history} />}
        </Loading>
      </section>
    </div>
  );
}

function Marketing({ customer, current, history }: { customer: Customer; current: readonly MarketingConsent[]; history: readonly MarketingConsent[] }) {
  const { t } = useTranslation();
  const may = useMay()('editCustomers');
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const saving = useSend((answer: Answer) => putConsent(customer.id, answer), {
    renews: [['customer-consents', customer.id], ['timeline', customer.id]],
    done: () => t('customer.consentSaved'),
    onDone: () => setAdding(false),
  });
  const foot = (consent: MarketingConsent) =>
    [t('customer.text', { version: consent.textVersion, language: consent.language }), format.dateTime(Date.parse(consent.at)), consent.who].filter(Boolean).join(' · ');
  const given = current.filter((consent) => consent.given);
  return (
    <>
      <div className="section-head head-flush">
        <h2>{t('customer.contactTitle')}</h2>
        {may && <Button onClick={() => setAdding(true)}>{t('customer.consentAdd')}</Button>}
      </div>
      {!adding && <SendFailure error={saving.error} />}
      {given.length === 0 && <p className="quiet">{t('customer.consentNone')}</p>}
      <ul className="member-consents">
        {current.map((consent) => (
          <li key={`${consent.purpose} ${consent.channel}`}>
            <span>
              <b>{t(`customer.pu_${consent.purpose}`)}</b> <span className="quiet">{t(`customer.ch_${consent.channel}`)}</span>
            </span>
            <Given given={consent.given} />
            <small className="quiet">{foot(consent)}</small>
            {may && consent.given && (
              <Popconfirm title={t('customer.consentWithdraw')} okText={t('customer.consentWithdraw')} cancelText={t('ui.cancel')} onConfirm={() => saving.mutate({ ...answerOf(consent), given: false })}>
                <Button size="small">{t('customer.consentWithdraw')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      {history.length > current.length && (
        <details>
          <summary>{t('customer.history')}</summary>
          <ul className="member-consents consents-history">
            {history.map((consent) => (
              <li key={`${consent.at} ${consent.purpose} ${consent.channel}`}>
                <span>
                  {t(`customer.pu_${consent.purpose}`)} <span className="quiet">{t(`customer.ch_${consent.channel}`)}</span>
                </span>
                <Given given={consent.given} />
                <small className="quiet">{foot(consent)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      <ConsentDialog open={adding} busy={saving.isPending} error={saving.error} onSend={(answer) => saving.mutate(answer)} onClose={() => setAdding(false)} />
    </>
  );
}

const answerOf = ({ purpose, channel, given, textVersion, language }: MarketingConsent): Answer => ({ purpose, channel, given, textVersion, language });

function Given({ given }: { given: boolean }) {
  const { t } = useTranslation();
  return <Mark tone={given ? 'good' : 'none'}>{t(given ? 'customer.consentGiven' : 'customer.consentTaken')}</Mark>;
}

interface ConsentDialogProps {
  readonly open: boolean;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSend: (answer: Answer) => void;
  readonly onClose: () => void;
}

function ConsentDialog({ open, busy, error, onSend, onClose }: ConsentDialogProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [form] = Form.useForm<Omit<Answer, 'given'>>();
  return (
    <Modal open={open} title={t('customer.consentAdd')} okText={t('ui.save')} cancelText={t('ui.cancel')} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <SendFailure error={error} />
      <Form<Omit<Answer, 'given'>>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ purpose: 'marketing', channel: 'sms', language }}
        onFinish={(typed) => onSend({ ...typed, textVersion: typed.textVersion.trim(), given: true })}
      >
        <div className="form-grid">
          <Form.Item name="purpose" label={t('customer.consentPurpose')}>
            <Select options={purposes.map((value) => ({ value, label: t(`customer.pu_${value}`) }))} />
          </Form.Item>
          <Form.Item name="channel" label={t('customer.consentChannel')}>
            <Select options={channels.map((value) => ({ value, label: t(`customer.ch_${value}`) }))} />
          </Form.Item>
        </div>
        <div className="form-grid">
          <Form.Item name="textVersion" label={t('customer.consentText')} rules={[{ required: true, whitespace: true, message: t('customer.consentText') }]}>
            <Input maxLength={40} placeholder="2026-1" />
          </Form.Item>
          <Form.Item name="language" label={t('customer.consentLanguage')}>
            <Select options={languages.map((value) => ({ value, label: languageNames[value] }))} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
