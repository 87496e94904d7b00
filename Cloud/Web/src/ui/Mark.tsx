import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, ExclamationCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'wait' | 'none';

const icons: Record<Tone, ReactNode> = {
  good: <CheckCircleFilled aria-hidden />,
  warn: <ExclamationCircleFilled aria-hidden />,
  bad: <CloseCircleFilled aria-hidden />,
  wait: <ClockCircleFilled aria-hidden />,
  none: <InfoCircleFilled aria-hidden />,
};

/** A state in colour, sign and word; never in colour alone. */
export function Mark({ tone, help = '', children }: { tone: Tone; help?: string; children: ReactNode }) {
  return (
    <Tooltip title={help}>
      <span className={`mark mark-${tone}`}>
        {icons[tone]}
        {children}
      </span>
    </Tooltip>
  );
}
