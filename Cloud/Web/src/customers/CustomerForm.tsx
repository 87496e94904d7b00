import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '../api/client';
import { addCustomer, editCustomer, type Customer, type CustomerBody } from '../api/customers';
import { useStores } from '../app/MyStore';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { changeOf, type TypedCustomer } from './change';

interface CustomerFormProps {
  readonly open: boolean;
  /** Null is a new one. */
  readonly customer: Customer | null;
  readonly onClose: () => void;
  readonly onDone?: (customer: Customer) => void;
}

/** What is known of a customer, to type. Hidden numbers stay hidden: an empty field keeps what is there. */
export function CustomerForm({ open, customer, onClose, onDone }: CustomerFormProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={520} title={customer ? t('customers.formEdit', { name: customer.name }) : t('customers.formNew')} destroyOnHidden>
      <FormBody customer={customer} onClose={onClose} {...(onDone ? { onDone } : {})} />
    </Drawer>
  );
}

function FormBody({ customer, onClose, onDone }: Omit<CustomerFormProps, 'open'>) {
  const { t } = useTranslation();
  const stores = useStores();
  const queryClient = useQueryClient();
  const saving = useSend((body: CustomerBody, key) => (customer ? editCustomer(customer.id, customer.revision, body) : addCustomer(body, key)), {
    renews: [['customers'], ['timeline']],
    done: ({ name }) => (customer ? t('customers.saved') : t('customers.created', { name })),
    onDone: (made) => {
      queryClient.setQueryData(['customer', made.id], made);
      onClose();
      onDone?.(made);
    },
  });
  const stale = saving.error instanceof ApiError && saving.error.failure === 'stale';
  const twin = saving.error instanceof ApiError && saving.error.failure === 'conflict' ? saving.error.body['customer'] : undefined;
  const send = (typed: TypedCustomer) => {
    saving.mutate(changeOf(typed, customer), { onError: () => customer && void queryClient.invalidateQueries({ queryKey: ['customer', customer.id] }) });
  };

  return (
    <Form<TypedCustomer>
      layout="vertical"
      requiredMark={false}
      initialValues={
        customer
          ? { name: customer.name, assignedTo: customer.assignedTo ?? '', homeStore: customer.homeStore, hints: [...customer.hints], joined: customer.joinedAt !== null }
          : { joined: true, hints: [] }
      }
      onFinish={send}
    >
      {!customer && <p className="quiet">{t('customers.formNewHelp')}</p>}
      {stale && <Alert type="warning" showIcon role="alert" title={t('customers.stale')} />}
      {typeof twin === 'string' && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('customers.already')}
          action={
            <Link to={`/customers/${encodeURIComponent(twin)}`} onClick={onClose}>
              {t('customers.openThem')}
            </Link>
          }
        />
      )}
      {!stale && typeof twin !== 'string' && <SendFailure error={saving.error} />}
      <Form.Item name="name" label={t('customers.name')} rules={[{ required: true, whitespace: true, message: t('customers.nameMissing') }]}>
        <Input maxLength={100} autoComplete="off" autoFocus={!customer} />
      </Form.Item>
      <Contact field="phone" there={customer?.phone ?? null} inputMode="tel" />
      <div className="form-two">
        <Contact field="email" there={customer?.email ?? null} inputMode="email" />
        <Contact field="card" there={customer?.card ?? null} inputMode="text" />
      </div>
      <div className="form-two">
        <Form.Item name="birthday" label={t('customers.birthday')} extra={customer?.birthday ? t('customers.formKept', { value: customer.birthday.replace(/^--/, '') }) : undefined}>
          <Input type="date" max={new Date().toISOString().slice(0, 10)} />
        </Form.Item>
        <Form.Item name="homeStore" label={t('customers.homeStore')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={stores.map(({ store, name }) => ({ value: store, label: name }))} />
        </Form.Item>
      </div>
      <Form.Item name="assignedTo" label={t('customers.assignedTo')}>
        <Input maxLength={100} placeholder={t('customers.assignedNobody')} />
      </Form.Item>
      <Form.Item name="hints" label={t('customers.hints')} extra={t('customers.hintsHelp')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['\n', ';', '；']} />
      </Form.Item>
      {customer?.joinedAt === null || !customer ? (
        <Form.Item name="joined" valuePropName="checked">
          <Checkbox>{t('customers.joined')}</Checkbox>
        </Form.Item>
      ) : null}
      <div className="form-foot">
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {customer ? t('customers.save') : t('customers.create')}
        </Button>
      </div>
    </Form>
  );
}

function Contact({ field, there, inputMode }: { field: 'phone' | 'email' | 'card'; there: string | null; inputMode: 'tel' | 'email' | 'text' }) {
  const { t } = useTranslation();
  return (
    <Form.Item label={t(`customers.${field}`)} htmlFor={`customer-${field}`}>
      <Form.Item name={field} noStyle>
        <Input id={`customer-${field}`} inputMode={inputMode} maxLength={100} autoComplete="off" placeholder={there ?? ''} />
      </Form.Item>
      {there !== null && (
        <>
          <span className="form-extra">{t('customers.formKept', { value: there })}</span>
          <Form.Item name={`without_${field}`} valuePropName="checked" noStyle>
            <Checkbox>{t('customers.takeAway')}</Checkbox>
          </Form.Item>
        </>
      )}
    </Form.Item>
  );
}
