import { PlusOutlined, SearchOutlined, TeamOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAccounts, type Account } from '../api/access';
import { useSettled } from '../customers/useSettled';
import { Ago } from '../ui/Ago';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { AccountForm } from './AccountForm';
import { Once, type Secret } from './Once';
import { ReachWords } from './Reach';

/** Who may sign in, as what, and for which stores. */
export default function AccountsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const wanted = useSettled(search.trim());
  const [open, setOpen] = useState<Account | 'new' | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const list = useKeyset(['accounts', wanted], async (after, signal) => {
    const page = await listAccounts(wanted, after, signal);
    return { rows: page.accounts, next: page.next };
  });
  return (
    <>
      <PageHead
        title={t('settings.accounts')}
        lead={t('settings.accountsLead')}
        loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            {t('settings.addAccount')}
          </Button>
        }
      />
      <div className="toolbar">
        <Input
          allowClear
          className="search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('settings.search')}
          aria-label={t('settings.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <KeysetList
        list={list}
        rowKey={({ id }) => id}
        label={t('settings.accounts')}
        filtered={wanted !== ''}
        columns={[
          { title: t('settings.name'), key: 'name', render: (_, account) => <Who account={account} onOpen={setOpen} /> },
          { title: t('settings.role'), key: 'role', render: (_, { role }) => t(`session.role_${role}`) },
          { title: t('settings.reach'), key: 'reach', render: (_, account) => <ReachWords reach={account} /> },
          { title: t('settings.ways'), key: 'ways', render: (_, account) => <Ways account={account} /> },
          { title: t('settings.lastSeen'), key: 'seen', render: (_, { lastSeenAt }) => <Ago at={lastSeenAt} empty={t('settings.never')} /> },
          { title: t('ui.state'), key: 'state', render: (_, { active }) => <Active active={active} /> },
        ]}
        card={(account) => (
          <>
            <div className="card-head">
              <Who account={account} onOpen={setOpen} />
              <span className="push" />
              <Active active={account.active} />
            </div>
            <p className="quiet">
              {t(`session.role_${account.role}`)} · <ReachWords reach={account} />
            </p>
          </>
        )}
        empty={<Notice icon={<TeamOutlined />} title={t('settings.accountsEmpty')} help={t('settings.accountsEmptyHelp')} />}
      />
      <AccountForm
        open={open}
        onClose={() => setOpen(null)}
        onCode={(name, code) => setSecret({ title: t('settings.codeOf', { name }), help: t('settings.codeHelp'), text: code })}
      />
      <Once secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

function Who({ account, onOpen }: { account: Account; onOpen: (account: Account) => void }) {
  return (
    <div className="who">
      <button type="button" className="link" onClick={() => onOpen(account)}>
        {account.name}
      </button>
      <span className="quiet">{[account.login, account.email].filter(Boolean).join(' · ')}</span>
    </div>
  );
}

function Ways({ account }: { account: Account }) {
  const { t } = useTranslation();
  const ways = [...(account.hasPassword ? [t('settings.password')] : []), ...account.links.map(({ provider }) => provider)];
  return ways.length === 0 ? <span className="quiet">{t('settings.noWay')}</span> : <>{ways.join(', ')}</>;
}

function Active({ active }: { active: boolean }) {
  const { t } = useTranslation();
  return <Mark tone={active ? 'good' : 'none'}>{t(active ? 'settings.active' : 'settings.off')}</Mark>;
}
