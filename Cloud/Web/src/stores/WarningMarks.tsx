import { ClockCircleOutlined, InboxOutlined, WarningOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { GatewaySummary } from '../api/types';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import { backlogMs } from './health';

/** Gaps, dead letters and backlog, each with what it means; nothing where there is none. */
export function WarningMarks({ gateway }: { gateway: GatewaySummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const backlog = backlogMs(gateway, useNow());
  return (
    <span className="marks">
      {backlog !== null && (
        <Tooltip title={t('stores.backlogHelp')}>
          <span className="chip chip-warn" tabIndex={0}>
            <ClockCircleOutlined aria-hidden />
            {t('stores.backlog', { age: format.span(backlog, 1) })}
          </span>
        </Tooltip>
      )}
      {gateway.gapEvents > 0 && (
        <Tooltip title={t('stores.gapsHelp')}>
          <span className="chip chip-bad" tabIndex={0}>
            <WarningOutlined aria-hidden />
            {t('stores.gaps', { count: gateway.gapEvents })}
          </span>
        </Tooltip>
      )}
      {gateway.deadLetters > 0 && (
        <Tooltip title={t('stores.deadHelp')}>
          <Link className="chip chip-warn" to="/dead-letters">
            <InboxOutlined aria-hidden />
            {t('stores.dead', { count: gateway.deadLetters })}
          </Link>
        </Tooltip>
      )}
    </span>
  );
}
