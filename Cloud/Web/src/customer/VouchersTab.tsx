import { TagOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/customers';
import { addVoucher, listVouchers, type Voucher } from '../api/sales';
import { useMay } from '../session/session';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark } from '../ui/Mark';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import { useSend } from '../ui/useSend';

/** What a customer may still use, and what they have used. */
export function VouchersTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const [giving, setGiving] = useState(false);
  const list = useKeyset(['vouchers', customer.id], async (after, signal) => {
    const page = await listVouchers(customer.id, after, signal);
    return { rows: page.vouchers, next: page.next };
  });
  const until = ({ validUntil }: Voucher) => (validUntil === null ? t('customer.noEnd') : format.date(Date.parse(validUntil)));
  return (
    <>
      {may('editProgramme') && (
        <div className="toolbar">
          <Button onClick={() => setGiving(true)}>{t('customer.give')}</Button>
        </div>
      )}
      <KeysetList
        list={list}
        rowKey={({ code }) => code}
        label={t('customer.tab_vouchers')}
        columns={[
          { title: t('customer.voucherName'), key: 'name', render: (_, voucher) => <VoucherName voucher={voucher} /> },
          { title: t('customer.voucherValue'), key: 'value', align: 'end', render: (_, { valueFen }) => <Money fen={valueFen} /> },
          { title: t('customer.voucherLeast'), key: 'least', align: 'end', render: (_, { leastFen }) => <Money fen={leastFen} /> },
          { title: t('customer.voucherUntil'), key: 'until', render: (_, voucher) => until(voucher) },
          { title: t('ui.state'), key: 'state', render: (_, voucher) => <VoucherState voucher={voucher} /> },
        ]}
        card={(voucher) => (
          <>
            <div className="card-head">
              <VoucherName voucher={voucher} />
              <span className="push" />
              <VoucherState voucher={voucher} />
            </div>
            <p className="quiet">
              <Money fen={voucher.valueFen} /> · {until(voucher)}
            </p>
          </>
        )}
        empty={<Notice icon={<TagOutlined />} title={t('customer.vouchersEmpty')} help={t('customer.vouchersEmptyHelp')} />}
      />
      <GiveDialog open={giving} customer={customer} onClose={() => setGiving(false)} />
    </>
  );
}

const VoucherName = ({ voucher }: { voucher: Voucher }) => (
  <div className="who">
    <b>{voucher.name}</b>
    <span className="mono quiet">{voucher.code}</span>
  </div>
);

function VoucherState({ voucher }: { voucher: Voucher }) {
  const { t } = useTranslation();
  const now = useNow();
  if (voucher.usesLeft <= 0) {
    return <Mark tone="none">{t('customer.voucherUsed')}</Mark>;
  }

  return voucher.validUntil !== null && Date.parse(voucher.validUntil) <= now ? (
    <Mark tone="none">{t('customer.voucherOver')}</Mark>
  ) : (
    <Mark tone="good" help={t('customer.voucherLeft', { left: voucher.usesLeft, uses: voucher.uses })}>
      {t('customer.voucherGood')}
    </Mark>
  );
}

interface Typed {
  readonly name: string;
  readonly value: number;
  readonly least?: number | null;
  readonly until?: string;
  readonly uses: number;
}

function GiveDialog({ open, customer, onClose }: { open: boolean; customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const giving = useSend(
    ({ name, value, least, until, uses }: Typed, key) =>
      addVoucher(
        {
          name: name.trim(), valueFen: Math.round(value * 100), member: customer.id, uses, ...(least ? { leastFen: Math.round(least * 100) } : {}),
          ...(until ? { validUntil: new Date(`${until}T23:59:59`).toISOString() } : {}),
        },
        key,
      ),
    { renews: [['vouchers', customer.id]], done: ({ code }) => t('customer.voucherGiven', { code }), onDone: onClose },
  );
  return (
    <Modal open={open} title={t('customer.give')} okText={t('customer.give')} cancelText={t('ui.cancel')} confirmLoading={giving.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <SendFailure error={giving.error} />
      <Form<Typed> form={form} layout="vertical" requiredMark={false} preserve={false} initialValues={{ uses: 1 }} onFinish={(typed) => giving.mutate(typed)}>
        <Form.Item name="name" label={t('customer.voucherName')} rules={[{ required: true, whitespace: true, message: t('customers.nameMissing') }]}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <div className="form-grid">
          <Form.Item name="value" label={t('customer.voucherValue')} rules={[{ required: true }]}>
            <InputNumber className="wide" min={0.01} max={1_000_000} precision={2} prefix="¥" />
          </Form.Item>
          <Form.Item name="least" label={t('customer.voucherLeast')}>
            <InputNumber className="wide" min={0} max={1_000_000} precision={2} prefix="¥" />
          </Form.Item>
        </div>
        <div className="form-grid">
          <Form.Item name="until" label={t('customer.voucherUntil')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="uses" label={t('customer.voucherUses')} rules={[{ required: true }]}>
            <InputNumber className="wide" min={1} max={1_000} precision={0} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
