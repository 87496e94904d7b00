import { BugOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice';

function Broken({ message }: { message: string }) {
  const { t } = useTranslation();
  return (
    <Notice role="alert" tone="bad" icon={<BugOutlined />} title={t('failure.broken')} help={t('failure.brokenHelp')} detail={message}>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('failure.reload')}
      </Button>
    </Notice>
  );
}

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : <Broken message={error instanceof Error ? error.message : String(error)} />;
  }
}
