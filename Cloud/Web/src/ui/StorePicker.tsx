import { ShopOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useStores } from '../app/MyStore';

interface StorePickerProps {
  readonly value: string | null;
  readonly onChange: (store: string | null) => void;
  /** Whether "all stores" is a choice. */
  readonly all?: boolean;
  readonly label?: string;
  readonly except?: string;
  readonly className?: string;
}

/** One of the stores that the reader may see, found by name or id. */
export function StorePicker({ value, onChange, all = false, label, except, className = '' }: StorePickerProps) {
  const { t } = useTranslation();
  const stores = useStores();
  return (
    <Select<string>
      className={`store-picker ${className}`}
      aria-label={label ?? t('ui.store')}
      prefix={<ShopOutlined aria-hidden />}
      placeholder={all ? t('ui.allStores') : t('ui.chooseStore')}
      showSearch={{ optionFilterProp: 'search' }}
      allowClear={all}
      popupMatchSelectWidth={false}
      value={value}
      onChange={(store: string | undefined) => onChange(store ?? null)}
      options={stores
        .filter(({ store }) => store !== except)
        .map(({ store, name }) => ({ value: store, label: name, search: `${name} ${store}` }))}
    />
  );
}
