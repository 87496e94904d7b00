import { CopyOutlined, ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Popconfirm, QRCode, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getMemberLink, newMemberLink, type Customer } from '../api/customers';
import { SendFailure } from '../ui/SendFailure';

/** The customer's own page with the code that changes, as a picture to photograph and a link to send. */
export function CodeDialog({ open, customer, onClose }: { open: boolean; customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const queryKey = ['member-link', customer.id];
  const known = useQuery({ queryKey, queryFn: ({ signal }) => getMemberLink(customer.id, signal), enabled: open, staleTime: 0 });
  const renewing = useMutation({ mutationFn: () => newMemberLink(customer.id), onSuccess: (link) => queryClient.setQueryData(queryKey, link) });
  const link = known.data ? `${window.location.origin}${known.data.path}` : null;
  const copy = () =>
    void navigator.clipboard
      .writeText(link ?? '')
      .then(() => message.success(t('customer.copied')))
      .catch((error: Error) => message.error(error.message));
  return (
    <Modal open={open} title={t('customer.code')} footer={null} onCancel={onClose} destroyOnHidden width={420}>
      <p className="quiet">{t('customer.codeHelp')}</p>
      <SendFailure error={known.error ?? renewing.error} title={t('customer.codeFailed')} />
      {link === null ? (
        known.isFetching && <Skeleton active paragraph={{ rows: 5 }} />
      ) : (
        <div className="code-dialog">
          <div className="code-dialog-picture" role="img" aria-label={t('customer.code')}>
            <QRCode value={link} size={220} bordered={false} color="#000" bgColor="#fff" errorLevel="M" type="svg" />
          </div>
          <p className="mono breaks">{link}</p>
          {'clipboard' in navigator && (
            <Button icon={<CopyOutlined />} onClick={copy}>
              {t('customer.copy')}
            </Button>
          )}
          <Popconfirm title={t('customer.codeNewAsk')} okText={t('customer.codeNew')} cancelText={t('ui.cancel')} onConfirm={() => renewing.mutate()}>
            <Button type="text" icon={<ReloadOutlined />} loading={renewing.isPending}>
              {t('customer.codeNew')}
            </Button>
          </Popconfirm>
        </div>
      )}
    </Modal>
  );
}
