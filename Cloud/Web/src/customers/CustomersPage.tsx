import { MoreOutlined, PlusOutlined, SearchOutlined, TeamOutlined, UserAddOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { listCustomers } from '../api/customers';
import { useMay } from '../session/session';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useScans } from '../ui/Scanner';
import { usePhone } from '../ui/useMedia';
import { CustomerCard } from './CustomerCard';
import { CustomerForm } from './CustomerForm';
import { HandOver } from './HandOver';
import { LevelFilter, TagFilter } from './Filters';
import { useCustomerColumns } from './useCustomerColumns';
import { useSettled } from './useSettled';

export const customerPath = (id: string) => `/customers/${encodeURIComponent(id)}`;

/** Everybody the stores know: found as one types, or by the scanner. */
export default function CustomersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [search, setSearch] = useState(address.get('search') ?? '');
  const tag = address.get('tag');
  const level = address.get('level');
  const wanted = useSettled(search.trim());
  const [adding, setAdding] = useState(false);
  const [handing, setHanding] = useState(false);
  const columns = useCustomerColumns();
  const list = useKeyset(['customers', wanted, tag, level], async (after, signal) => {
    const page = await listCustomers({ search: wanted, tag, level, after }, signal);
    return { rows: page.customers, next: page.next };
  });

  const narrow = (name: string, value: string | null) =>
    setAddress(
      (known) => {
        const next = new URLSearchParams(known);
        if (value === null || value === '') {
          next.delete(name);
        } else {
          next.set(name, value);
        }

        return next;
      },
      { replace: true },
    );
  const type = (text: string) => {
    setSearch(text);
    narrow('search', text.trim());
  };

  /** A card is one customer: no list needs to be looked through. */
  const take = async (code: string) => {
    type(code);
    const page = await listCustomers({ search: code.trim(), tag: null, level: null, after: null, limit: 2 }).catch(() => null);
    const only = page?.customers.length === 1 ? page.customers[0] : undefined;
    if (only) {
      await navigate(customerPath(only.id));
    }
  };
  useScans((code) => void take(code));

  const filtered = wanted !== '' || tag !== null || level !== null;
  return (
    <>
      <PageHead
        title={t('customers.title')}
        lead={t('customers.lead')}
        loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }}
        actions={
          <>
            {may('editCustomers') && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
                {t('customers.add')}
              </Button>
            )}
            <Dropdown
              trigger={['click']}
              placement="bottomRight"
              menu={{
                items: [
                  ...(may('mergeCustomers') ? [{ key: '/customers/duplicates', label: t('customers.duplicates') }] : []),
                  ...(may('importCustomers') ? [{ key: '/imports', label: t('customers.import') }] : []),
                  ...(may('editCustomers') ? [{ key: 'hand', label: t('customers.handOver') }] : []),
                ],
                onClick: ({ key }) => (key === 'hand' ? setHanding(true) : void navigate(key)),
              }}
            >
              <Button icon={<MoreOutlined />} aria-label={t('customers.manage')} />
            </Dropdown>
          </>
        }
      />
      <div className="toolbar customers-toolbar">
        <Input
          allowClear
          size="large"
          className="search customers-search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('customers.search')}
          aria-label={t('customers.search')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          autoFocus={!phone}
          value={search}
          onChange={(event) => type(event.target.value)}
          onPressEnter={() => search.trim() !== '' && void take(search)}
        />
        <div className="customers-filters">
          <TagFilter value={tag} onChange={(value) => narrow('tag', value)} />
          <LevelFilter value={level} onChange={(value) => narrow('level', value)} />
        </div>
      </div>
      <p className="quiet customers-hint">{t('customers.searchHelp')}</p>
      <KeysetList
        list={list}
        label={t('customers.title')}
        rowKey={({ id }) => id}
        columns={columns}
        card={(row) => <CustomerCard row={row} />}
        to={({ id }) => customerPath(id)}
        empty={
          filtered ? (
            <Notice icon={<SearchOutlined />} title={t('customers.noMatch')} help={t('customers.noMatchHelp')}>
              {may('editCustomers') && (
                <Button icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
                  {t('customers.addThis')}
                </Button>
              )}
            </Notice>
          ) : (
            <Notice icon={<TeamOutlined />} title={t('customers.empty')} help={t('customers.emptyHelp')}>
              {may('editCustomers') && <Button onClick={() => setAdding(true)}>{t('customers.add')}</Button>}
              {may('importCustomers') && <Button onClick={() => void navigate('/imports')}>{t('customers.import')}</Button>}
            </Notice>
          )
        }
      />
      <CustomerForm open={adding} customer={null} onClose={() => setAdding(false)} onDone={(made) => void navigate(customerPath(made.id))} />
      <HandOver open={handing} onClose={() => setHanding(false)} />
    </>
  );
}
