import { CloudServerOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, type ApiFailure } from '../api/client';
import { Notice } from './Notice';

/** What went wrong, what to do about it, and the button that tries again. */
export function Failure({ error, onRetry, busy = false, extra }: { error: unknown; onRetry: () => void; busy?: boolean; extra?: ReactNode }) {
  const { t } = useTranslation();
  const failure: ApiFailure = error instanceof ApiError ? error.failure : 'format';
  const status = error instanceof ApiError && error.status !== null ? t('failure.status', { status: error.status }) : null;
  const detail = error instanceof Error && error.message !== failure ? error.message : null;
  return (
    <Notice
      role="alert"
      tone={failure === 'missing' ? 'none' : 'bad'}
      icon={<CloudServerOutlined />}
      title={t(`failure.${failure}`)}
      help={t(`failure.${failure}Help`)}
      detail={[status, detail].filter(Boolean).join(' · ')}
    >
      <Button type="primary" icon={<ReloadOutlined />} loading={busy} onClick={onRetry}>
        {t('failure.retry')}
      </Button>
      {extra}
    </Notice>
  );
}
