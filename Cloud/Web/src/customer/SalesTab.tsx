import { ShoppingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/customers';
import { SaleList } from '../sales/SaleList';
import { Notice } from '../ui/Notice';

export function SalesTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  return <SaleList member={customer.id} store={null} empty={<Notice icon={<ShoppingOutlined />} title={t('customer.salesEmpty')} help={t('customer.salesEmptyHelp')} />} />;
}
