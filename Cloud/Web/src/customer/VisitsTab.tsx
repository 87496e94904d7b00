import { ShopOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/customers';
import { Notice } from '../ui/Notice';
import { Timeline } from './TimelineTab';

export function VisitsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  return <Timeline id={customer.id} kind="visit" empty={<Notice icon={<ShopOutlined />} title={t('customer.visitsEmpty')} help={t('customer.visitsEmptyHelp')} />} />;
}
