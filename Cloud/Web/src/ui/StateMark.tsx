import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, QuestionCircleFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '../stores/health';
import { useFormat } from './useFormat';

const icons: Record<Health, ReactNode> = {
  online: <CheckCircleFilled aria-hidden />,
  silent: <ExclamationCircleFilled aria-hidden />,
  offline: <CloseCircleFilled aria-hidden />,
  unknown: <QuestionCircleFilled aria-hidden />,
};

const tones: Record<Health, string> = { online: 'good', silent: 'warn', offline: 'bad', unknown: 'none' };

/** A state as colour, icon and word; never as colour alone. */
export function StateMark({ health, since = null }: { health: Health; since?: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const help = [health === 'silent' ? t('state.silentHelp') : '', since === null ? '' : t('state.since', { time: format.dateTime(Date.parse(since)) })];
  return (
    <Tooltip title={help.filter(Boolean).join(' ')}>
      <span className={`mark mark-${tones[health]}`}>
        {icons[health]}
        {t(`state.${health}`)}
      </span>
    </Tooltip>
  );
}
