import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { reassign } from '../api/customers';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

interface Typed {
  readonly from: string;
  readonly to?: string;
}

/** Whom somebody looked after goes to somebody else, all at once. */
export function HandOver({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const handing = useSend(({ from, to }: Typed) => reassign(from.trim(), to?.trim() ? to.trim() : null), {
    renews: [['customers'], ['customer']],
    done: ({ customers }) => t('customers.handed', { count: customers }),
    onDone: onClose,
  });
  return (
    <Modal
      open={open}
      title={t('customers.handOver')}
      okText={t('customers.handOver')}
      cancelText={t('ui.cancel')}
      confirmLoading={handing.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet">{t('customers.handOverHelp')}</p>
      <SendFailure error={handing.error} />
      <Form<Typed> form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={(typed) => handing.mutate(typed)}>
        <Form.Item name="from" label={t('customers.handFrom')} rules={[{ required: true, whitespace: true, message: t('customers.nameMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="to" label={t('customers.handTo')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
