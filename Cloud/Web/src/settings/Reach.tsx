import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listRegions, roles, type Reach, type Role } from '../api/access';
import { useStoreName, useStores } from '../app/MyStore';

export const useRegions = () => useQuery({ queryKey: ['regions'], queryFn: ({ signal }) => listRegions(signal), staleTime: 30_000 });

/** Those whose role reaches everywhere unless it is narrowed. */
export const reachesAll = (role: Role): boolean => role === 'admin' || role === 'auditor';

/** A role, and where it holds: part of a form. */
export function ReachFields({ of = roles }: { of?: readonly Role[] }) {
  const { t } = useTranslation();
  const stores = useStores();
  const regions = useRegions();
  const form = Form.useFormInstance<Reach>();
  const role = Form.useWatch('role', form);
  const needsOne = {
    validator: () => {
      const { regions: some = [], stores: others = [] } = form.getFieldsValue(['regions', 'stores']) as Partial<Reach>;
      return role === undefined || reachesAll(role) || some.length + others.length > 0 ? Promise.resolve() : Promise.reject(new Error(t('settings.reachMissing')));
    },
  };
  return (
    <>
      <Form.Item name="role" label={t('settings.role')} extra={role === undefined ? undefined : t(`settings.h_${role}`)} rules={[{ required: true, message: t('settings.missing') }]}>
        <Select<Role> options={of.map((value) => ({ value, label: t(`session.role_${value}`) }))} />
      </Form.Item>
      {role !== undefined && role !== 'admin' && (
        <div className="form-grid">
          {(regions.data?.length ?? 0) > 0 && (
            <Form.Item name="regions" label={t('settings.regionsOf')} dependencies={['role', 'stores']} rules={[needsOne]}>
              <Select mode="multiple" placeholder={reachesAll(role) ? t('settings.everywhere') : ''} options={(regions.data ?? []).map(({ region, name }) => ({ value: region, label: name }))} />
            </Form.Item>
          )}
          <Form.Item name="stores" label={t('settings.storesOf')} dependencies={['role', 'regions']} rules={[needsOne]}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={reachesAll(role) ? t('settings.everywhere') : ''}
              options={stores.map(({ store, name }) => ({ value: store, label: name }))}
            />
          </Form.Item>
        </div>
      )}
    </>
  );
}

/** Where somebody works, in words. */
export function ReachWords({ reach: { role, regions, stores } }: { reach: Reach }) {
  const { t } = useTranslation();
  const storeName = useStoreName();
  const known = useRegions();
  const names = [...regions.map((region) => known.data?.find((each) => each.region === region)?.name ?? region), ...stores.map(storeName)];
  if (names.length === 0) {
    return <span className="quiet">{t(reachesAll(role) ? 'settings.everywhere' : 'settings.nowhere')}</span>;
  }

  return (
    <span className="reach" title={names.join(', ')}>
      {names.slice(0, 3).join(', ')}
      {names.length > 3 && ` +${names.length - 3}`}
    </span>
  );
}
