import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { exportCustomer, type Customer } from '../api/customers';

/** Hands the customer's own data out as a file. */
export function useExport(customer: Customer) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: () => exportCustomer(customer.id),
    onSuccess: (data) => {
      const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `${customer.id}.json`;
      link.click();
      URL.revokeObjectURL(address);
      void message.success(t('customer.exportDone'));
    },
    onError: (error) => void message.error(error.message),
  });
}
