import { FileTextOutlined, PoweroffOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCommand, listCommands, sendCommand, type GatewayCommand, type WantedCommand } from '../api/gateways';
import type { GatewayDay } from '../api/health';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Mark, type Tone } from '../ui/Mark';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { CommandAnswer } from './CommandAnswer';

const askAgainMs = 1_500;

const isOpen = ({ status }: GatewayCommand) => status === 'asked' || status === 'underway';

const tones: Record<string, Tone> = { done: 'good', failed: 'bad', refused: 'bad', expired: 'bad', unsent: 'bad', unknown: 'warn', unanswered: 'warn', asked: 'wait', underway: 'wait' };

/** What a gateway and its devices can be told, and what became of what they were told. */
export function Commands({ gateway, devices }: { gateway: string; devices: GatewayDay['devices'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const commands = useQuery({
    queryKey: ['commands', gateway],
    queryFn: ({ signal }) => listCommands(gateway, signal),
    refetchInterval: ({ state: { data } }) => (data?.some(isOpen) === true ? askAgainMs : false),
    enabled: may('operateGateways'),
  });
  const sending = useSend((wanted: WantedCommand, key) => sendCommand(gateway, wanted, key), { renews: [['commands', gateway]] });
  if (!may('operateGateways')) {
    return null;
  }

  const maintains = may('maintainGateways');
  const send = (name: WantedCommand['name'], body: WantedCommand['body'] = {}) => sending.mutate({ name, body });
  return (
    <section aria-label={t('commands.title')}>
      <h2 className="section-title">{t('commands.title')}</h2>
      <ul className="panel fleet-list">
        {devices.map(({ device, kind }) => (
          <li key={device}>
            <span>{device}</span>
            <span className="fleet-end">
              {(kind === 'scale' || kind === 'plate') && (
                <>
                  <Button disabled={sending.isPending} onClick={() => send('zero', { device })}>{t('commands.n_zero')}</Button>
                  <Button disabled={sending.isPending} onClick={() => send('tare', { device })}>{t('commands.n_tare')}</Button>
                </>
              )}
              {maintains && kind !== 'camera' && kind !== 'printer' && (
                <Button disabled={sending.isPending} onClick={() => send('capture', { device })}>{t('commands.n_capture')}</Button>
              )}
              <Button disabled={sending.isPending} onClick={() => send('restart-device', { device })}>{t('commands.n_restart-device')}</Button>
            </span>
          </li>
        ))}
        {maintains && (
          <li>
            <span>{t('commands.service')}</span>
            <span className="fleet-end">
              <Button icon={<FileTextOutlined />} disabled={sending.isPending} onClick={() => send('logs')}>{t('commands.n_logs')}</Button>
              <Popconfirm title={t('commands.restartAsk')} description={t('commands.restartHelp')} okText={t('commands.n_restart')} cancelText={t('ui.cancel')} onConfirm={() => send('restart')}>
                <Button danger icon={<PoweroffOutlined />} disabled={sending.isPending}>{t('commands.n_restart')}</Button>
              </Popconfirm>
            </span>
          </li>
        )}
      </ul>
      <SendFailure error={sending.error} title={t('commands.notSent')} />
      <Sent gateway={gateway} commands={commands.data ?? []} />
    </section>
  );
}

function Sent({ gateway, commands }: { gateway: string; commands: readonly GatewayCommand[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const answer = useQuery({ queryKey: ['command', gateway, shown], queryFn: ({ signal }) => getCommand(gateway, shown ?? '', signal), enabled: shown !== null });
  return commands.length === 0 ? (
    <p className="quiet">{t('commands.none')}</p>
  ) : (
    <ul className="panel fleet-list" aria-label={t('commands.sent')} aria-live="polite">
      {commands.map((command) => (
        <li key={command.id}>
          <Mark tone={tones[command.status] ?? 'none'} help={t(`commands.h_${command.status}`, '')}>{t(`commands.s_${command.status}`, command.status)}</Mark>
          <span>{[t(`commands.n_${command.name}`, command.name), command.device].filter(Boolean).join(' · ')}</span>
          <span className="quiet">{command.who}</span>
          <Ago at={command.askedAt} empty="" />
          {command.progress !== null && <span className="quiet digits">{t('commands.progress', { done: command.progress.done, total: command.progress.total ?? '?' })}</span>}
          {command.reason !== null && <span className="quiet">{command.reason}</span>}
          {command.status === 'done' && (command.name === 'logs' || command.name === 'capture') && (
            <span className="fleet-end">
              <Button aria-expanded={shown === command.id} onClick={() => setShown(shown === command.id ? null : command.id)}>{t(shown === command.id ? 'commands.hide' : 'commands.show')}</Button>
            </span>
          )}
          {shown === command.id && answer.data?.id === command.id && <CommandAnswer command={answer.data} />}
        </li>
      ))}
    </ul>
  );
}
