import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { listCustomers, type Customer } from '../api/customers';
import { useSettled } from '../customers/useSettled';
import { useScans } from '../ui/Scanner';
import { SendFailure } from '../ui/SendFailure';
import { MergeDialog } from './MergeDialog';

/** Finds the other half of somebody who is there twice. */
export function MergeSearch({ open, customer, onClose }: { open: boolean; customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [other, setOther] = useState<string | null>(null);
  const wanted = useSettled(search.trim());
  const found = useQuery({
    queryKey: ['customer-search', wanted],
    queryFn: ({ signal }) => listCustomers({ search: wanted, tag: null, level: null, after: null, limit: 8 }, signal),
    enabled: open && wanted !== '',
    staleTime: 0,
  });
  useScans(setSearch, open);
  const rows = (found.data?.customers ?? []).filter(({ id }) => id !== customer.id);
  return (
    <>
      <Modal open={open && other === null} title={t('merges.search')} footer={null} onCancel={onClose} destroyOnHidden>
        <p className="quiet">{t('merges.searchHelp')}</p>
        <Input
          className="merge-search"
          size="large"
          allowClear
          autoFocus
          autoComplete="off"
          placeholder={t('customers.search')}
          aria-label={t('customers.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <SendFailure error={found.error} title={t('merges.nobody')} />
        <ul className="merge-found">
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" onClick={() => setOther(row.id)}>
                <b>{row.name}</b>
                <span className="mono quiet">{row.phone ?? '—'}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.data && rows.length === 0 && <p className="quiet">{t('merges.nobody')}</p>}
      </Modal>
      <MergeDialog
        pair={open && other !== null ? { one: customer.id, other } : null}
        onClose={() => {
          setOther(null);
          onClose();
        }}
        onMerged={(keep) => void navigate(`/customers/${encodeURIComponent(keep)}`)}
      />
    </>
  );
}
