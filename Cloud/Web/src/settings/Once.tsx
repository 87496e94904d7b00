import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export interface Secret {
  readonly title: string;
  readonly help: string;
  readonly text: string;
}

/** A secret that is shown once: it closes only by the button that says one has it. */
export function Once({ secret, onClose }: { secret: Secret | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return (
    <Modal
      open={secret !== null}
      title={secret?.title}
      closable={false}
      maskClosable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('settings.understood')}
        </Button>
      }
    >
      <p>{secret?.help}</p>
      <code className="once">{secret?.text}</code>
      {'clipboard' in navigator && (
        <Button
          icon={<CopyOutlined />}
          onClick={() =>
            void navigator.clipboard
              .writeText(secret?.text ?? '')
              .then(() => message.success(t('settings.copied')))
              .catch((error: Error) => message.error(error.message))
          }
        >
          {t('settings.copy')}
        </Button>
      )}
    </Modal>
  );
}
