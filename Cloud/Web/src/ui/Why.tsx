import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';

/** The reasons behind a number, in words, behind a small button. */
export function Why({ reasons, about, title }: { reasons: readonly string[]; about: string; title?: string }) {
  const { t } = useTranslation();
  if (reasons.length === 0) {
    return null;
  }

  return (
    <Popover
      trigger="click"
      title={title ?? t('ui.whyTitle')}
      content={
        <ul className="why">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      }
    >
      <Button type="text" size="small" className="why-button" icon={<QuestionCircleOutlined />} aria-label={`${t('ui.why')} ${about}`} />
    </Popover>
  );
}
