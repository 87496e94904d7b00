import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { getSupplier, patchSupplier, type Supplier } from '../api/orders';
import { May } from '../session/session';
import { Fact } from '../ui/Fact';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { PerformancePanel } from './PerformancePanel';
import { SellsPanel } from './SellsPanel';
import { SupplierDrawer } from './SupplierDrawer';
import { SupplierMark } from './SuppliersPage';
import './suppliers.css';

/** One supplier: how orders reach it, how well it delivers, what it sells. */
export default function SupplierPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [editing, setEditing] = useState(false);
  const supplier = useQuery({ queryKey: ['supplier', id], queryFn: ({ signal }) => getSupplier(id, signal), staleTime: 0 });
  return (
    <>
      <PageHead
        title={supplier.data?.name ?? t('suppliers.title')}
        back={{ to: '/suppliers', label: t('suppliers.title') }}
        mark={supplier.data && <SupplierMark active={supplier.data.active} />}
        loaded={loadedOf(supplier)}
      />
      <Loading query={supplier} label={t('suppliers.loadingOne')}>
        {(data) => (
          <>
            <section className="panel pad">
              <dl className="facts facts-wide">
                <Fact name={t('suppliers.channel')}>{t(`suppliers.channel_${data.channel}`)}</Fact>
                <Fact name={t('suppliers.address')}>{data.address ?? '—'}</Fact>
                <Fact name={t('suppliers.leadDays')}>{t('suppliers.days', { count: data.leadDays })}</Fact>
                <Fact name={t('suppliers.language')}>
                  <span lang={data.language}>{data.language}</span>
                </Fact>
              </dl>
              <May permission="editProducts">
                <Change supplier={data} onEdit={() => setEditing(true)} />
              </May>
            </section>
            <PerformancePanel supplier={id} />
            <SellsPanel supplier={id} />
            <SupplierDrawer open={editing} supplier={data} onClose={() => setEditing(false)} />
          </>
        )}
      </Loading>
    </>
  );
}

function Change({ supplier, onEdit }: { supplier: Supplier; onEdit: () => void }) {
  const { t } = useTranslation();
  const switching = useSend((active: boolean) => patchSupplier(supplier.id, { active }, supplier.etag), {
    renews: [['supplier', supplier.id], ['suppliers'], ['replenishment']],
    done: () => t('suppliers.saved'),
  });
  return (
    <>
      <SendFailure error={switching.error} />
      <div className="panel-actions">
        <Button onClick={onEdit}>{t('ui.edit')}</Button>
        <Button type="text" loading={switching.isPending} onClick={() => switching.mutate(!supplier.active)}>
          {t(supplier.active ? 'suppliers.stop' : 'suppliers.resume')}
        </Button>
      </div>
    </>
  );
}
