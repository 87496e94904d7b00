import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';

/** Why something was not saved, beside the button that would have saved it. */
export function SendFailure({ error, title }: { error: Error | null; title?: string }) {
  const { t } = useTranslation();
  if (error === null) {
    return null;
  }

  const reason = error instanceof ApiError ? t(`failure.${error.failure}`) : null;
  const detail = error instanceof ApiError ? (error.detail ?? t(`failure.${error.failure}Help`)) : error.message;
  return <Alert className="send-failure" type="error" showIcon role="alert" title={title ?? t('ui.notSaved')} description={[reason, detail].filter(Boolean).join(': ')} />;
}
