import { AuditOutlined, FileProtectOutlined, HeatMapOutlined, IdcardOutlined, ImportOutlined, SettingOutlined, ShoppingOutlined, UserOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { Navigate, Route } from 'react-router';
import '../../customers/customers.css';
import type { Page } from './page';

const CustomersPage = lazy(() => import('../../customers/CustomersPage'));
const CustomerPage = lazy(() => import('../../customer/CustomerPage'));
const ErasedPage = lazy(() => import('../../customer/ErasedPage'));
const DuplicatesPage = lazy(() => import('../../merges/DuplicatesPage'));
const ProgrammePage = lazy(() => import('../../programme/ProgrammePage'));
const SalesPage = lazy(() => import('../../sales/SalesPage'));
const SalePage = lazy(() => import('../../sales/SalePage'));
const ConsentsPage = lazy(() => import('../../consents/ConsentsPage'));
const ImportsPage = lazy(() => import('../../imports/ImportsPage'));
const ImportPage = lazy(() => import('../../imports/ImportPage'));
const VisitsPage = lazy(() => import('../../visits/VisitsPage'));
const AuditPage = lazy(() => import('../../audit/AuditPage'));
const SettingsPage = lazy(() => import('../../settings/SettingsPage'));
const AccountsPage = lazy(() => import('../../settings/AccountsPage'));
const TokensPage = lazy(() => import('../../settings/TokensPage'));
const RegionsPage = lazy(() => import('../../settings/RegionsPage'));
const TemplatesPage = lazy(() => import('../../settings/TemplatesPage'));
const WebhooksPage = lazy(() => import('../../settings/WebhooksPage'));
const JoiningPage = lazy(() => import('../../settings/JoiningPage'));
const GatewayKeysPage = lazy(() => import('../../settings/GatewayKeysPage'));

export const peoplePages: readonly Page[] = [
  { path: '/customers', group: 'customers', icon: <UserOutlined />, label: (t) => t('nav.customers'), permission: 'viewCustomers' },
  { path: '/members', group: 'customers', icon: <IdcardOutlined />, label: (t) => t('nav.members'), permission: 'viewProgramme' },
  { path: '/sales', group: 'customers', icon: <ShoppingOutlined />, label: (t) => t('nav.sales'), permission: 'viewSales' },
  { path: '/consents', group: 'customers', icon: <FileProtectOutlined />, label: (t) => t('nav.consents'), permission: 'viewCustomers' },
  { path: '/imports', group: 'customers', icon: <ImportOutlined />, label: (t) => t('nav.imports'), permission: 'importCustomers' },
  { path: '/visits', group: 'stores', icon: <HeatMapOutlined />, label: (t) => t('nav.visits'), permission: 'viewVisits' },
  { path: '/audit', group: 'headquarters', icon: <AuditOutlined />, label: (t) => t('nav.audit'), permission: 'viewAudit' },
  { path: '/settings', group: 'headquarters', icon: <SettingOutlined />, label: (t) => t('nav.administration'), permission: 'editAccounts' },
];

export const peopleRoutes = (
  <>
    <Route path="customers" element={<CustomersPage />} />
    <Route path="customers/duplicates" element={<DuplicatesPage />} />
    <Route path="customers/:id" element={<CustomerPage />} />
    <Route path="customers/:id/erased" element={<ErasedPage />} />
    <Route path="members" element={<ProgrammePage />} />
    <Route path="sales" element={<SalesPage />} />
    <Route path="sales/:id" element={<SalePage />} />
    <Route path="consents" element={<ConsentsPage />} />
    <Route path="imports" element={<ImportsPage />} />
    <Route path="imports/:id" element={<ImportPage />} />
    <Route path="visits" element={<VisitsPage />} />
    <Route path="audit" element={<AuditPage />} />
    <Route path="settings" element={<SettingsPage />}>
      <Route index element={null} />
      <Route path="accounts" element={<AccountsPage />} />
      <Route path="tokens" element={<TokensPage />} />
      <Route path="regions" element={<RegionsPage />} />
      <Route path="templates" element={<TemplatesPage />} />
      <Route path="webhooks" element={<WebhooksPage />} />
      <Route path="joining" element={<JoiningPage />} />
      <Route path="gateway-keys" element={<GatewayKeysPage />} />
      <Route path="*" element={<Navigate to="/settings" replace />} />
    </Route>
  </>
);
