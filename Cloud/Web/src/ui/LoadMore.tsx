import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks for the next page; at the end it is gone. */
export function LoadMore({ hasMore, busy, onMore }: { hasMore: boolean; busy: boolean; onMore: () => void }) {
  const { t } = useTranslation();
  return hasMore ? (
    <div className="load-more">
      <Button size="large" loading={busy} onClick={onMore}>
        {t('ui.more')}
      </Button>
    </div>
  ) : null;
}
