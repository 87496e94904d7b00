import { Alert, Button, Drawer, Form, Input, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { addAccount, editAccount, newAccountCode, roles, type Account, type Reach } from '../api/access';
import { ApiError } from '../api/client';
import { useMe } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { ReachFields } from './Reach';

interface AccountFormProps {
  readonly open: Account | 'new' | null;
  readonly onClose: () => void;
  readonly onCode: (name: string, code: string) => void;
}

type Typed = Partial<Reach> & { readonly role: Reach['role']; readonly login?: string; readonly name: string; readonly email?: string };

/** People sign in; programs have tokens. */
const personRoles = roles.filter((role) => role !== 'till');

export function AccountForm({ open, onClose, onCode }: AccountFormProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open !== null} onClose={onClose} size={480} title={open === 'new' || open === null ? t('settings.addAccount') : t('settings.editAccount', { name: open.name })} destroyOnHidden>
      {open !== null && <FormBody account={open === 'new' ? null : open} onClose={onClose} onCode={onCode} />}
    </Drawer>
  );
}

function FormBody({ account, onClose, onCode }: Omit<AccountFormProps, 'open'> & { account: Account | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const renews = [['accounts']];
  const bodyOf = ({ name, email, role, regions = [], stores = [] }: Typed) => ({ name: name.trim(), email: email?.trim() ? email.trim() : null, role, regions, stores });
  const saving = useSend(
    async (typed: Typed): Promise<Account & { code?: string | null }> => (account ? editAccount(account, bodyOf(typed)) : addAccount({ ...bodyOf(typed), login: typed.login?.trim() ?? '' })),
    {
      renews,
      done: ({ name }) => (account ? t('settings.saved') : t('settings.accountAdded', { name })),
      onDone: ({ name, code }) => {
        onClose();
        if (code) {
          onCode(name, code);
        }
      },
    },
  );
  const switching = useSend((active: boolean) => editAccount(account as Account, { active }), { renews, done: () => t('settings.saved'), onDone: onClose });
  const coding = useSend(() => newAccountCode(account?.id ?? ''), {
    renews: [],
    onDone: ({ code }) => {
      onClose();
      onCode(account?.name ?? '', code);
    },
  });
  const error = saving.error ?? switching.error ?? coding.error;
  const stale = error instanceof ApiError && error.failure === 'stale';
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      initialValues={account ? { name: account.name, email: account.email ?? '', role: account.role, regions: [...account.regions], stores: [...account.stores] } : { role: 'associate' }}
      onFinish={(typed) => saving.mutate(typed)}
    >
      {stale ? <Alert type="warning" showIcon role="alert" title={t('settings.stale')} /> : <SendFailure error={error} />}
      {account === null && (
        <Form.Item name="login" label={t('settings.login')} rules={[{ required: true, whitespace: true, message: t('settings.missing') }]}>
          <Input maxLength={100} autoCapitalize="none" autoComplete="off" autoFocus />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('settings.name')} rules={[{ required: true, whitespace: true, message: t('settings.missing') }]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="email" label={t('settings.email')} extra={t('settings.emailHelp')}>
        <Input maxLength={200} inputMode="email" autoComplete="off" />
      </Form.Item>
      <ReachFields of={personRoles} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t('ui.save')}
        </Button>
      </div>
      {account && account.id !== me?.id && (
        <div className="hook-actions dialog-form">
          <Button loading={coding.isPending} onClick={() => coding.mutate(undefined)}>
            {t('settings.newCode')}
          </Button>
          {account.active ? (
            <Popconfirm title={t('settings.switchOff')} description={t('settings.switchOffHelp')} okText={t('settings.switchOff')} cancelText={t('ui.cancel')} okButtonProps={{ danger: true }} onConfirm={() => switching.mutate(false)}>
              <Button danger loading={switching.isPending}>
                {t('settings.switchOff')}
              </Button>
            </Popconfirm>
          ) : (
            <Button loading={switching.isPending} onClick={() => switching.mutate(true)}>
              {t('settings.switchOn')}
            </Button>
          )}
        </div>
      )}
    </Form>
  );
}
