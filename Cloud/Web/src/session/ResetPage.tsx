import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { resetPassword } from '../api/access';
import { ApiError } from '../api/client';
import { useTitle } from '../ui/useTitle';
import { Frame } from './Frame';
import { leastPassword } from './password';
import { meKey } from './session';

interface Typed {
  readonly login: string;
  readonly code: string;
  readonly password: string;
}

/** A password by the one-time code of an administrator: the first one, or one that was forgotten. */
export default function ResetPage() {
  const { t } = useTranslation();
  useTitle(t('session.reset'));
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const setting = useMutation({
    mutationFn: ({ login, code, password }: Typed) => resetPassword(login.trim(), code.trim(), password),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: meKey });
      await navigate('/', { replace: true });
    },
  });
  const wrong = setting.error instanceof ApiError && setting.error.failure === 'signedOut';
  return (
    <Frame title={t('session.reset')} lead={t('session.resetLead')}>
      {setting.isError && <Alert type="error" showIcon role="alert" title={t('session.resetFailed')} description={wrong ? t('session.resetWrong') : setting.error.message} />}
      <Form<Typed> layout="vertical" requiredMark={false} onFinish={(typed) => setting.mutate(typed)}>
        <Form.Item name="login" label={t('session.login')} rules={[{ required: true, whitespace: true, message: t('session.loginMissing') }]}>
          <Input autoComplete="username" autoCapitalize="none" autoFocus />
        </Form.Item>
        <Form.Item name="code" label={t('session.resetCode')} rules={[{ required: true, whitespace: true, message: t('session.codeMissing') }]}>
          <Input className="mono" autoComplete="one-time-code" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t('session.passwordNew')} extra={t('session.passwordHelp')} rules={[{ required: true, min: leastPassword, message: t('session.passwordShort') }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={setting.isPending}>
          {t('session.reset')}
        </Button>
      </Form>
      <p className="session-foot">
        <Link to="/sign-in">{t('session.toSignIn')}</Link>
      </p>
    </Frame>
  );
}
