import { useMutation } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../api/access';
import { ApiError } from '../api/client';
import { leastPassword } from './password';

interface Typed {
  readonly now: string;
  readonly wanted: string;
  readonly again: string;
}

/** A new password for oneself. */
export function PasswordForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const changing = useMutation({
    mutationFn: ({ now, wanted }: Typed) => changePassword(now, wanted),
    onSuccess: () => {
      void message.success(t('session.passwordChanged'));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('session.changePassword')}
      okText={t('session.save')}
      cancelText={t('session.cancel')}
      confirmLoading={changing.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={changing.reset}
      destroyOnHidden
    >
      {changing.isError && <Alert type="error" showIcon role="alert" title={t('session.passwordFailed')} description={changing.error instanceof ApiError && changing.error.failure === 'signedOut' ? t('session.passwordWrong') : changing.error.message} />}
      <Form<Typed> form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={(typed) => changing.mutate(typed)}>
        <Form.Item name="now" label={t('session.passwordOld')} rules={[{ required: true, message: t('session.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="wanted" label={t('session.passwordNew')} extra={t('session.passwordHelp')} rules={[{ required: true, min: leastPassword, message: t('session.passwordShort') }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('session.passwordAgain')}
          dependencies={['wanted']}
          rules={[({ getFieldValue }) => ({ validator: (_, value) => (value === getFieldValue('wanted') ? Promise.resolve() : Promise.reject(new Error(t('session.passwordDiffers')))) })]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
