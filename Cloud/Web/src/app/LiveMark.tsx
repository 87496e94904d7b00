import { DisconnectOutlined, LoadingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFreshness, useLive } from '../live/LiveProvider';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';

/** Whether what the page shows is true now. */
export function LiveMark() {
  const { t } = useTranslation();
  const format = useFormat();
  const freshness = useFreshness();
  switch (freshness.kind) {
    case 'live':
      return (
        <span className="live live-on" role="status">
          <span className="live-dot" aria-hidden />
          {t('live.live')}
        </span>
      );
    case 'connecting':
      return (
        <span className="live live-wait" role="status">
          <LoadingOutlined aria-hidden />
          {t('live.connecting')}
        </span>
      );
    case 'stale':
      return (
        <span className="live live-off" role="status">
          <DisconnectOutlined aria-hidden />
          {t('live.staleSince', { time: format.clock(freshness.since) })}
        </span>
      );
  }
}

/** Stands over data that is no longer live. */
export function StaleBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const freshness = useFreshness();
  const { link, retryNow } = useLive();
  useNow();
  if (freshness.kind !== 'stale') {
    return null;
  }

  return (
    <div className="stale-banner">
      <DisconnectOutlined className="stale-banner-icon" aria-hidden />
      <div>
        <strong role="alert">{t('live.staleTitle', { time: format.clock(freshness.since) })}</strong>
        <p>
          {t('live.staleHelp')} {link.retryAt !== null && t('live.retryIn', { span: format.span(link.retryAt - Date.now() + 999) })}
        </p>
      </div>
      <Button onClick={retryNow}>{t('live.retryNow')}</Button>
    </div>
  );
}
