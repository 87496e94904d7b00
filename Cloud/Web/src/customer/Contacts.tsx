import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { AutoComplete, Button, Form, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reveal, type Contact, type Customer } from '../api/customers';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';

/** A shown number hides itself again: screens in shops are read by passers-by. */
const shownSeconds = 60;
const contacts: readonly Contact[] = ['phone', 'email', 'card', 'birthday'];
const reasons = ['collect', 'asked', 'check', 'correct'] as const;

/** How to reach a customer; each hidden until somebody says why they need it. */
export function Contacts({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, setAsked] = useState<Contact | null>(null);
  const [shown, setShown] = useState<Partial<Record<Contact, string>>>({});
  const hide = (what: Contact) => setShown(({ [what]: _, ...rest }) => rest);
  const masked: Record<Contact, string | null> = { phone: customer.phone, email: customer.email, card: customer.card, birthday: customer.birthday?.replace(/^--/, '') ?? null };
  return (
    <>
      <dl className="contacts">
        {contacts.map((what) => {
          const value = shown[what];
          return (
            <div key={what}>
              <dt>{t(`customers.${what}`)}</dt>
              <dd>
                {value !== undefined ? (
                  <Shown value={value} onHide={() => hide(what)} />
                ) : (
                  <>
                    <span className={masked[what] === null ? 'quiet' : 'mono'}>{masked[what] ?? t('customer.nothing')}</span>
                    {masked[what] !== null && may('revealContacts') && (
                      <Button size="small" type="text" icon={<EyeOutlined />} aria-label={`${t('customer.reveal')}: ${t(`customers.${what}`)}`} onClick={() => setAsked(what)}>
                        {t('customer.reveal')}
                      </Button>
                    )}
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <RevealDialog
        customer={customer}
        what={asked}
        onClose={() => setAsked(null)}
        onShown={(what, value) => setShown((known) => ({ ...known, [what]: value }))}
      />
    </>
  );
}

function Shown({ value, onHide }: { value: string; onHide: () => void }) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(shownSeconds);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((left) => left - 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (seconds <= 0) {
      onHide();
    }
  }, [seconds, onHide]);
  return (
    <>
      <b className="mono breaks">{value}</b>
      <Button size="small" type="text" icon={<EyeInvisibleOutlined />} title={t('customer.shown', { seconds })} onClick={onHide}>
        {t('customer.hide')} <span className="digits">{seconds}</span>
      </Button>
    </>
  );
}

interface RevealDialogProps {
  readonly customer: Customer;
  readonly what: Contact | null;
  readonly onClose: () => void;
  readonly onShown: (what: Contact, value: string) => void;
}

function RevealDialog({ customer, what, onClose, onShown }: RevealDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ why: string }>();
  const showing = useMutation({
    mutationFn: ({ why }: { why: string }) => reveal(customer.id, what ?? 'phone', why.trim()),
    onSuccess: ({ value }) => {
      if (what !== null) {
        onShown(what, value ?? t('customer.nothing'));
      }

      onClose();
    },
  });
  return (
    <Modal
      open={what !== null}
      title={what === null ? '' : t('customer.revealTitle', { what: t(`customers.${what}`).toLowerCase(), name: customer.name })}
      okText={t('customer.reveal')}
      cancelText={t('ui.cancel')}
      confirmLoading={showing.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={showing.reset}
      destroyOnHidden
    >
      <p className="quiet">{t('customer.revealHelp')}</p>
      <SendFailure error={showing.error} />
      <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={(typed: { why: string }) => showing.mutate(typed)}>
        <Form.Item name="why" label={t('customer.revealWhy')} rules={[{ required: true, whitespace: true, min: 3, message: t('customer.revealWhyMissing') }]}>
          <AutoComplete autoFocus maxLength={200} options={reasons.map((reason) => ({ value: t(`customer.why_${reason}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
