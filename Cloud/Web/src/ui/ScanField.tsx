import { BarcodeOutlined } from '@ant-design/icons';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScans } from './Scanner';
import { productCode } from './scanDetector';

interface ScanFieldProps {
  readonly onCode: (code: string) => void;
  readonly label?: string;
  readonly busy?: boolean;
  /** A phone opens its keyboard over half of the page for it: only where typing is what people come for. */
  readonly autoFocus?: boolean;
  /** Keeps what was typed, for a page that lists what it finds. */
  readonly keep?: boolean;
  readonly start?: string;
}

/** Takes a code from a keyboard scanner wherever the focus is, or from whoever types it. */
export function ScanField({ onCode, label, busy = false, autoFocus = false, keep = false, start = '' }: ScanFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(start);
  const take = (code: string) => {
    if (code.trim() !== '') {
      setText(keep ? code : '');
      onCode(productCode(code));
    }
  };
  useScans(take);
  return (
    <Space.Compact block className="scan-field">
      <Input
        size="large"
        prefix={<BarcodeOutlined aria-hidden />}
        placeholder={label ?? t('ui.scan')}
        aria-label={label ?? t('ui.scan')}
        value={text}
        autoFocus={autoFocus}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => take(text)}
      />
      <Button size="large" type="primary" loading={busy} onClick={() => take(text)}>
        {t('ui.go')}
      </Button>
    </Space.Compact>
  );
}
