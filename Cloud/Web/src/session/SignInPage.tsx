import { LockOutlined, LoginOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { getSetup, listProviders, signIn } from '../api/access';
import { ApiError } from '../api/client';
import { useTitle } from '../ui/useTitle';
import { backOf } from './back';
import { Frame } from './Frame';
import { meKey } from './session';

interface Typed {
  readonly login: string;
  readonly password: string;
}

export default function SignInPage() {
  const { t } = useTranslation();
  useTitle(t('session.signIn'));
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { search } = useLocation();
  const back = backOf(search);
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => getSetup(signal), staleTime: 0 });
  const providers = useQuery({ queryKey: ['providers'], queryFn: ({ signal }) => listProviders(signal) });
  const entering = useMutation({
    mutationFn: ({ login, password }: Typed) => signIn(login.trim(), password),
    onSuccess: async () => {
      queryClient.clear();
      await navigate(back, { replace: true });
    },
    onMutate: () => queryClient.removeQueries({ queryKey: meKey }),
  });
  const ended = new URLSearchParams(search).has('ended');
  const problem = problemOf(search);
  if (setup.data?.needed) {
    return <Navigate to="/setup" replace />;
  }

  return (
    <Frame title={t('session.signIn')} lead={t('session.signInLead')}>
      {ended && !entering.isError && <Alert type="info" showIcon title={t('session.ended')} description={t('session.endedHelp')} />}
      {problem !== null && <Alert type="error" showIcon role="alert" title={t(`session.oidc_${problem}`)} description={t(`session.oidc_${problem}Help`)} />}
      {entering.isError && <SignInFailure error={entering.error} />}
      <Form<Typed> layout="vertical" requiredMark={false} onFinish={(typed) => entering.mutate(typed)}>
        <Form.Item name="login" label={t('session.login')} rules={[{ required: true, whitespace: true, message: t('session.loginMissing') }]}>
          <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoCapitalize="none" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('session.password')} rules={[{ required: true, message: t('session.passwordMissing') }]}>
          <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block icon={<LoginOutlined />} loading={entering.isPending}>
          {t('session.signIn')}
        </Button>
      </Form>
      {(providers.data?.length ?? 0) > 0 && (
        <>
          <div className="session-or">{t('session.or')}</div>
          <div className="session-providers">
            {providers.data?.map((provider) => (
              <Button key={provider.name} block href={provider.path}>
                {t('session.with', { name: provider.title })}
              </Button>
            ))}
          </div>
        </>
      )}
      <p className="session-foot">
        {t('session.forgotten')}
        <br />
        <Link to="/reset">{t('session.haveCode')}</Link>
      </p>
    </Frame>
  );
}

const problems = ['refused', 'noAccount', 'expired', 'failed'] as const;

/** What went wrong at the provider; null where nothing did. */
function problemOf(search: string): (typeof problems)[number] | null {
  const said = new URLSearchParams(search).get('problem');
  return said === null ? null : (problems.find((each) => each === said) ?? 'failed');
}

function SignInFailure({ error }: { error: Error }) {
  const { t } = useTranslation();
  const often = error instanceof ApiError && error.status === 429;
  const wrong = error instanceof ApiError && error.failure === 'signedOut';
  return wrong ? (
    <Alert type="error" showIcon role="alert" title={t('session.wrong')} description={t('session.wrongHelp')} />
  ) : (
    <Alert type="error" showIcon role="alert" title={t(often ? 'session.tooOften' : 'session.failed')} description={error instanceof ApiError ? (error.detail ?? t(`failure.${error.failure}`)) : error.message} />
  );
}
