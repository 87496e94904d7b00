import { DisconnectOutlined, HistoryOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { useFormat } from './useFormat';

/** Stands over what was loaded earlier, where loading it again failed. */
export function StaleNotice({ error, loadedAt, busy, onRetry }: { error: Error | null; loadedAt: number; busy: boolean; onRetry: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (error === null) {
    return null;
  }

  const reason = error instanceof ApiError ? t(`failure.${error.failure}`) : error.message;
  return (
    <div className="stale-banner" role="alert">
      <HistoryOutlined className="stale-banner-icon" aria-hidden />
      <div>
        <strong>{t('ui.staleTitle', { time: format.clock(loadedAt) })}</strong>
        <p>{t('ui.staleHelp', { reason })}</p>
      </div>
      <Button loading={busy} onClick={onRetry}>
        {t('failure.retry')}
      </Button>
    </div>
  );
}

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Stands over every page while the device itself has no network. */
export function OfflineNotice() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return online ? null : (
    <div className="stale-banner" role="alert">
      <DisconnectOutlined className="stale-banner-icon" aria-hidden />
      <div>
        <strong>{t('ui.offlineTitle')}</strong>
        <p>{t('ui.offlineHelp')}</p>
      </div>
    </div>
  );
}
