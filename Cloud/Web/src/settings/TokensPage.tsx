import { KeyOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addToken, listTokens, removeToken, type Reach, type Token } from '../api/access';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { Once, type Secret } from './Once';
import { ReachFields, ReachWords } from './Reach';

type Typed = Partial<Reach> & { readonly role: Reach['role']; readonly name: string; readonly days: number };

/** What programs show instead of signing in. */
export default function TokensPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => listTokens(signal), staleTime: 0 });
  const removing = useSend((id: string) => removeToken(id), { renews: [['tokens']] });
  const ends = ({ expiresAt }: Token) => (expiresAt === null ? t('settings.noEnd') : format.date(Date.parse(expiresAt)));
  const remove = (token: Token) => (
    <Popconfirm title={t('settings.revokeAsk', { name: token.name })} description={t('settings.revokeHelp')} okText={t('settings.revoke')} cancelText={t('ui.cancel')} okButtonProps={{ danger: true }} onConfirm={() => removing.mutate(token.id)}>
      <Button size="small">{t('settings.revoke')}</Button>
    </Popconfirm>
  );
  return (
    <>
      <PageHead
        title={t('settings.tokens')}
        lead={t('settings.tokensLead')}
        loaded={loadedOf(tokens)}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('settings.addToken')}
          </Button>
        }
      />
      <SendFailure error={removing.error} />
      <Loading query={tokens} label={t('ui.loading')}>
        {(known) =>
          known.tokens.length === 0 ? (
            <Notice icon={<KeyOutlined />} title={t('settings.tokensEmpty')} help={t('settings.tokensEmptyHelp')} />
          ) : (
            <Rows
              rows={known.tokens}
              rowKey={({ id }) => id}
              label={t('settings.tokens')}
              columns={[
                { title: t('settings.tokenName'), key: 'name', render: (_, { name }) => <b>{name}</b> },
                { title: t('settings.role'), key: 'role', render: (_, { role }) => t(`session.role_${role}`) },
                { title: t('settings.reach'), key: 'reach', render: (_, token) => <ReachWords reach={token} /> },
                { title: t('settings.created'), key: 'created', render: (_, { createdAt, createdBy }) => <span>{format.date(Date.parse(createdAt))} <span className="quiet">{createdBy}</span></span> },
                { title: t('settings.expires'), key: 'expires', render: (_, token) => ends(token) },
                { title: t('settings.lastUsed'), key: 'used', render: (_, { lastUsedAt }) => <Ago at={lastUsedAt} empty={t('settings.never')} /> },
                { title: '', key: 'remove', align: 'end', render: (_, token) => remove(token) },
              ]}
              card={(token) => (
                <>
                  <div className="card-head">
                    <div className="who">
                      <b>{token.name}</b>
                      <span className="quiet">{t(`session.role_${token.role}`)}</span>
                    </div>
                    {remove(token)}
                  </div>
                  <p className="quiet">
                    <ReachWords reach={token} /> · {t('settings.expires')}: {ends(token)} · {t('settings.lastUsed')}: <Ago at={token.lastUsedAt} empty={t('settings.never')} />
                  </p>
                </>
              )}
            />
          )
        }
      </Loading>
      <TokenForm open={adding} onClose={() => setAdding(false)} onSecret={(name, text) => setSecret({ title: t('settings.secretOf', { name }), help: t('settings.secretHelp'), text })} />
      <Once secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

function TokenForm({ open, onClose, onSecret }: { open: boolean; onClose: () => void; onSecret: (name: string, secret: string) => void }) {
  const { t } = useTranslation();
  const adding = useSend(({ name, role, regions = [], stores = [], days }: Typed) => addToken({ name: name.trim(), role, regions, stores, days: days === 0 ? null : days }), {
    renews: [['tokens']],
    onDone: ({ name, secret }) => {
      onClose();
      onSecret(name, secret);
    },
  });
  return (
    <Drawer open={open} onClose={onClose} size={480} title={t('settings.addToken')} destroyOnHidden>
      <Form<Typed> layout="vertical" requiredMark={false} initialValues={{ role: 'till', days: 365 }} onFinish={(typed) => adding.mutate(typed)}>
        <SendFailure error={adding.error} />
        <Form.Item name="name" label={t('settings.tokenName')} extra={t('settings.tokenNameHelp')} rules={[{ required: true, whitespace: true, message: t('settings.missing') }]}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <ReachFields />
        <Form.Item name="days" label={t('settings.lasts')}>
          <Select<number> options={[30, 90, 365, 0].map((value) => ({ value, label: value === 0 ? t('settings.noEnd') : t('settings.daysCount', { count: value }) }))} />
        </Form.Item>
        <div className="form-foot">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={adding.isPending}>
            {t('settings.addToken')}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
