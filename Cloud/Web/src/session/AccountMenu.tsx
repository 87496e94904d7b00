import { KeyOutlined, LogoutOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { signOut, type Me } from '../api/access';
import { usePhone } from '../ui/useMedia';
import { PasswordForm } from './PasswordForm';
import { useMe } from './session';
import './session.css';

/** Who is signed in, as what, and for which stores; the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const phone = usePhone();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [password, setPassword] = useState(false);
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      await navigate('/sign-in', { replace: true });
      queryClient.clear();
    },
  });
  if (!me) {
    return null;
  }

  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: [
            { key: 'who', label: <WhoCard me={me} />, disabled: true },
            { type: 'divider' },
            { key: 'password', icon: <KeyOutlined />, label: t('session.changePassword') },
            { key: 'out', icon: <LogoutOutlined />, label: t('session.signOut') },
          ],
          onClick: ({ key }) => (key === 'out' ? leaving.mutate() : key === 'password' && setPassword(true)),
        }}
      >
        <Button type="text" className="account-button" aria-label={`${t('session.account')}: ${me.name}`}>
          <span className="account-initial" data-initial={[...me.name][0]?.toUpperCase()} aria-hidden />
          {phone ? null : me.name}
        </Button>
      </Dropdown>
      <PasswordForm open={password} onClose={() => setPassword(false)} />
    </>
  );
}

function WhoCard({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <span className="account-card">
      <b>{me.name}</b>
      <span>{t(`session.role_${me.role}`)}</span>
      <span>{me.stores === null ? t('session.allStores') : me.stores.length <= 3 ? me.stores.join(', ') : t('session.storesCount', { count: me.stores.length })}</span>
    </span>
  );
}
