import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { eraseCustomer, type Customer } from '../api/customers';
import { SendFailure } from '../ui/SendFailure';

interface Typed {
  readonly why: string;
  readonly name: string;
}

/** Asks twice: by the reason and by the name. */
export function EraseDialog({ open, customer, onClose, onErased }: { open: boolean; customer: Customer; onClose: () => void; onErased: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const erasing = useMutation({
    mutationFn: ({ why }: Typed) => eraseCustomer(customer.id, why.trim()),
    onSuccess: (receipt) => {
      queryClient.setQueryData(['erasure', customer.id], receipt);
      onErased();
      queryClient.removeQueries({ queryKey: ['customer', customer.id] });
      void queryClient.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  return (
    <Modal
      open={open}
      title={t('erasure.title', { name: customer.name })}
      okText={t('erasure.go')}
      okButtonProps={{ danger: true }}
      cancelText={t('ui.cancel')}
      confirmLoading={erasing.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={erasing.reset}
      destroyOnHidden
    >
      <Alert type="warning" showIcon title={t('erasure.help')} />
      <SendFailure error={erasing.error} />
      <Form<Typed> form={form} className="dialog-form" layout="vertical" requiredMark={false} preserve={false} onFinish={(typed) => erasing.mutate(typed)}>
        <Form.Item name="why" label={t('erasure.why')} rules={[{ required: true, whitespace: true, min: 3, message: t('erasure.whyMissing') }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('erasure.type', { name: customer.name })}
          rules={[{ validator: (_, value: string | undefined) => (value?.trim() === customer.name.trim() ? Promise.resolve() : Promise.reject(new Error(t('erasure.typeWrong')))) }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
