import { ClusterOutlined, DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Popconfirm, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addJoinCode, letGatewayIn, listStandings, revokeGateway, type CertificateState, type GatewayStanding, type JoinCode } from '../api/access';
import { useStoreName } from '../app/MyStore';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { Mark, type Tone } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { StorePicker } from '../ui/StorePicker';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

const renews = [['gateway-certificates']];
const tones: Record<CertificateState, Tone> = { none: 'none', good: 'good', ending: 'warn', ended: 'bad', revoked: 'bad' };

/** Which gateways belong to the fleet: lets one join, shuts one out, lets one back in. */
export default function JoiningPage() {
  const { t } = useTranslation();
  const may = useMay()('operateGateways');
  const storeName = useStoreName();
  const format = useFormat();
  const [joining, setJoining] = useState(false);
  const [code, setCode] = useState<JoinCode | null>(null);
  const standings = useQuery({ queryKey: ['gateway-certificates'], queryFn: ({ signal }) => listStandings(signal), staleTime: 0 });
  const revoking = useSend((gateway: string) => revokeGateway(gateway), { renews });
  const gateway = (of: GatewayStanding) => (
    <div className="who">
      <b className="mono">{of.gateway}</b>
      <span className="quiet">{storeName(of.store)}</span>
    </div>
  );
  const state = (of: GatewayStanding) => (
    <>
      <Mark tone={tones[of.state]} help={of.state === 'ending' ? t('settings.endingHelp') : ''}>
        {t(`settings.c_${of.state}`)}
      </Mark>
      {of.codeExpiresAt !== null && <Mark tone="wait">{t('settings.codeOpen')}</Mark>}
    </>
  );
  const until = ({ expiresAt }: GatewayStanding) => (expiresAt === null ? '—' : format.date(Date.parse(expiresAt)));
  const shutOut = (of: GatewayStanding) =>
    may && of.state !== 'none' && of.state !== 'revoked' ? (
      <Popconfirm title={t('settings.shutOutAsk', { gateway: of.gateway })} description={t('settings.shutOutHelp')} okText={t('settings.shutOut')} cancelText={t('ui.cancel')} okButtonProps={{ danger: true }} onConfirm={() => revoking.mutate(of.gateway)}>
        <Button size="small">{t('settings.shutOut')}</Button>
      </Popconfirm>
    ) : null;
  return (
    <>
      <PageHead
        title={t('settings.joining')}
        lead={t('settings.joiningLead')}
        actions={
          may && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setJoining(true)}>
              {t('settings.join')}
            </Button>
          )
        }
      />
      <SendFailure error={revoking.error} />
      <Loading query={standings} label={t('ui.loading')}>
        {(known) =>
          known.length === 0 ? (
            <Notice icon={<ClusterOutlined />} title={t('settings.joining')} help={t('settings.joiningLead')} />
          ) : (
            <>
              {known.map((of) => of.return !== null && <Returning key={of.gateway} gateway={of.gateway} asked={of.return} may={may} />)}
              <Rows
                rows={known}
                rowKey={(of) => of.gateway}
                label={t('settings.joining')}
                columns={[
                  { title: t('stores.gateway'), key: 'gateway', render: (_, of) => gateway(of) },
                  { title: t('ui.state'), key: 'state', render: (_, of) => state(of) },
                  { title: t('settings.certificateEnds'), key: 'until', render: (_, of) => until(of) },
                  { title: '', key: 'shutOut', align: 'end', render: (_, of) => shutOut(of) },
                ]}
                card={(of) => (
                  <>
                    <div className="card-head">
                      {gateway(of)}
                      {shutOut(of)}
                    </div>
                    <p className="quiet">
                      {state(of)} {t('settings.certificateEnds')}: {until(of)}
                    </p>
                  </>
                )}
              />
            </>
          )
        }
      </Loading>
      <JoinForm open={joining} onClose={() => setJoining(false)} onCode={setCode} />
      <Code code={code} onClose={() => setCode(null)} />
    </>
  );
}

/** A gateway whose certificate has ended: a person compares the key and lets it in. */
function Returning({ gateway, asked, may }: { gateway: string; asked: NonNullable<GatewayStanding['return']>; may: boolean }) {
  const { t } = useTranslation();
  const letting = useSend((key: string) => letGatewayIn(gateway, key), { renews, done: () => t('settings.letInDone') });
  return (
    <Alert
      type="warning"
      showIcon
      title={t('settings.returnAsk', { gateway })}
      description={
        <>
          <p>{t('settings.returnHelp')}</p>
          <p>
            <code className="key-fingerprint">{asked.key.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')}</code> <span className="quiet">{t('settings.returnFrom', { address: asked.address })} · </span>
            <Ago at={asked.askedAt} empty="—" />
          </p>
          <SendFailure error={letting.error} />
        </>
      }
      action={
        asked.confirmedAt !== null ? (
          <Mark tone="wait">{t('settings.letInDone')}</Mark>
        ) : (
          may && (
            <Button loading={letting.isPending} onClick={() => letting.mutate(asked.key)}>
              {t('settings.letIn')}
            </Button>
          )
        )
      }
    />
  );
}

function JoinForm({ open, onClose, onCode }: { open: boolean; onClose: () => void; onCode: (code: JoinCode) => void }) {
  const { t } = useTranslation();
  const [store, setStore] = useState<string | null>(null);
  const making = useSend(({ gateway }: { readonly gateway: string }) => addJoinCode(store ?? '', gateway), {
    renews,
    onDone: (code) => {
      onClose();
      onCode(code);
    },
  });
  return (
    <Modal open={open} onCancel={onClose} title={t('settings.join')} footer={null} destroyOnHidden>
      <Form<{ gateway: string }> layout="vertical" requiredMark={false} onFinish={(typed) => making.mutate(typed)}>
        <SendFailure error={making.error} />
        <Form.Item label={t('ui.store')}>
          <StorePicker value={store} onChange={setStore} />
        </Form.Item>
        <Form.Item name="gateway" label={t('settings.gatewayName')} extra={t('settings.gatewayNameHelp')} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,63}$/, message: t('settings.gatewayNameBad') }]}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <div className="form-foot">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={store === null} loading={making.isPending}>
            {t('settings.join')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

/** The code with its picture, shown once: it closes only by the button that says one has it. */
function Code({ code, onClose }: { code: JoinCode | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Modal
      open={code !== null}
      title={t('settings.joinCode', { gateway: code?.gateway })}
      closable={false}
      maskClosable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('settings.understood')}
        </Button>
      }
    >
      {code && (
        <>
          <p>{t('settings.joinHelp', { until: format.dateTime(Date.parse(code.expiresAt)) })}</p>
          {code.replaces && <Alert type="warning" showIcon title={t('settings.joinReplaces')} />}
          <div role="img" aria-label={t('settings.joinCode', { gateway: code.gateway })}>
            <QRCode value={code.text} size={232} color="#000" bgColor="#fff" errorLevel="M" type="svg" />
          </div>
          <code className="once">{code.code}</code>
          <p className="quiet breaks">{code.text}</p>
          <Button icon={<DownloadOutlined />} download="join" href={`data:application/octet-stream,${encodeURIComponent(code.text)}`}>
            {t('settings.joinSave')}
          </Button>
        </>
      )}
    </Modal>
  );
}
