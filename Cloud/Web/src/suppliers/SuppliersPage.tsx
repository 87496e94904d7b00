import { PlusOutlined, TruckOutlined } from '@ant-design/icons';
import { Button, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listSuppliers, type Supplier } from '../api/orders';
import { May } from '../session/session';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SearchField } from '../ui/SearchField';
import { useAddress } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { SupplierDrawer } from './SupplierDrawer';

const pathOf = ({ id }: Supplier) => `/suppliers/${encodeURIComponent(id)}`;

export default function SuppliersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useAddress<string>('search', '');
  const [making, setMaking] = useState(false);
  const list = useKeyset<Supplier>(['suppliers', search], (after, signal) => listSuppliers({ search, after }, signal));
  const columns = useMemo<TableColumnsType<Supplier>>(
    () => [
      { title: t('suppliers.name'), key: 'name', render: (_, row) => <Link to={pathOf(row)}>{row.name}</Link> },
      {
        title: t('suppliers.channel'),
        key: 'channel',
        render: (_, { channel, address }) => (
          <div className="who">
            <span>{t(`suppliers.channel_${channel}`)}</span>
            <span className="quiet breaks">{address}</span>
          </div>
        ),
      },
      { title: t('suppliers.leadDays'), key: 'lead', align: 'end', render: (_, { leadDays }) => t('suppliers.days', { count: leadDays }) },
      { title: t('suppliers.products'), key: 'products', align: 'end', render: (_, { products }) => format.number(products) },
      { title: t('ui.state'), key: 'active', render: (_, { active }) => <SupplierMark active={active} /> },
    ],
    [t, format],
  );
  return (
    <>
      <PageHead
        title={t('suppliers.title')}
        lead={t('suppliers.lead')}
        loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }}
        actions={
          <May permission="editProducts">
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
              {t('suppliers.start')}
            </Button>
          </May>
        }
      />
      <div className="toolbar">
        <SearchField value={search} onSearch={setSearch} label={t('suppliers.search')} />
      </div>
      <KeysetList<Supplier>
        list={list}
        label={t('suppliers.title')}
        rowKey={({ id }) => id}
        columns={columns}
        filtered={search !== ''}
        to={pathOf}
        empty={<Notice icon={<TruckOutlined />} title={t('suppliers.empty')} help={t('suppliers.emptyHelp')} />}
        card={(row) => (
          <div className="card-head">
            <div className="who">
              <Link className="card-link" to={pathOf(row)}>
                {row.name}
              </Link>
              <span className="quiet">
                {t(`suppliers.channel_${row.channel}`)} · {t('suppliers.days', { count: row.leadDays })}
              </span>
            </div>
            <SupplierMark active={row.active} />
          </div>
        )}
      />
      <SupplierDrawer open={making} supplier={null} onClose={() => setMaking(false)} />
    </>
  );
}

export function SupplierMark({ active }: { active: boolean }) {
  const { t } = useTranslation();
  return <Mark tone={active ? 'good' : 'none'}>{t(active ? 'suppliers.active' : 'suppliers.inactive')}</Mark>;
}
