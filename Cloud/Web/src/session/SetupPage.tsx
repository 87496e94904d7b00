import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { finishSetup, getSetup } from '../api/access';
import { useTitle } from '../ui/useTitle';
import { Frame } from './Frame';
import { meKey } from './session';
import { leastPassword } from './password';

interface Typed {
  readonly code: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

/** The first account, with the one-time code of headquarters' log. */
export default function SetupPage() {
  const { t } = useTranslation();
  useTitle(t('session.setup'));
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => getSetup(signal), staleTime: 0 });
  const creating = useMutation({
    mutationFn: ({ code, name, login, password }: Typed) => finishSetup({ code: code.trim(), name: name.trim(), login: login.trim(), password }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: meKey });
      queryClient.setQueryData(['setup'], { needed: false });
      await navigate('/', { replace: true });
    },
  });

  if (setup.data?.needed === false && !creating.isPending) {
    return (
      <Frame title={t('session.setupDone')} lead={t('session.setupDoneHelp')}>
        <p className="session-foot">
          <Link to="/sign-in">
            <Button type="primary">{t('session.toSignIn')}</Button>
          </Link>
        </p>
      </Frame>
    );
  }

  return (
    <Frame title={t('session.setup')} lead={t('session.setupLead')}>
      {creating.isError && <Alert type="error" showIcon role="alert" title={t('session.setupFailed')} description={creating.error.message} />}
      <Form<Typed> layout="vertical" requiredMark={false} onFinish={(typed) => creating.mutate(typed)}>
        <Form.Item name="code" label={t('session.code')} extra={t('session.codeHelp')} rules={[{ required: true, whitespace: true, message: t('session.codeMissing') }]}>
          <Input className="mono" autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t('session.name')} rules={[{ required: true, whitespace: true, message: t('session.nameMissing') }]}>
          <Input autoComplete="name" maxLength={100} />
        </Form.Item>
        <Form.Item name="login" label={t('session.login')} rules={[{ required: true, whitespace: true, message: t('session.loginMissing') }]}>
          <Input autoComplete="username" autoCapitalize="none" maxLength={100} />
        </Form.Item>
        <Form.Item name="password" label={t('session.passwordNew')} extra={t('session.passwordHelp')} rules={[{ required: true, min: leastPassword, message: t('session.passwordShort') }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={creating.isPending}>
          {t('session.create')}
        </Button>
      </Form>
    </Frame>
  );
}
