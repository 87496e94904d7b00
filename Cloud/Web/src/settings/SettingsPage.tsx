import { ApartmentOutlined, ApiOutlined, ClusterOutlined, KeyOutlined, ProfileOutlined, SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { useMay } from '../session/session';
import { PageSkeleton } from '../ui/PageSkeleton';
import './settings.css';

const areas = [
  ['accounts', 'editAccounts', <TeamOutlined key="i" />],
  ['tokens', 'editAccounts', <KeyOutlined key="i" />],
  ['regions', 'editStores', <ApartmentOutlined key="i" />],
  ['templates', 'viewStores', <ProfileOutlined key="i" />],
  ['webhooks', 'editWebhooks', <ApiOutlined key="i" />],
  ['joining', 'viewStores', <ClusterOutlined key="i" />],
  ['keys', 'viewStores', <SafetyCertificateOutlined key="i" />],
] as const satisfies readonly (readonly [string, string, ReactNode])[];

const pathOf = (area: (typeof areas)[number][0]) => `/settings/${area === 'keys' ? 'gateway-keys' : area}`;

/** The pages that are set up once and looked at seldom. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { pathname } = useLocation();
  const shown = areas.filter(([, permission]) => may(permission));
  const first = shown[0];
  if (/^\/settings\/?$/.test(pathname) && first) {
    return <Navigate to={pathOf(first[0])} replace />;
  }

  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('settings.nav')}>
        {shown.map(([area, , icon]) => (
          <NavLink key={area} to={pathOf(area)} className={({ isActive }) => (isActive ? 'settings-on' : '')}>
            <span aria-hidden>{icon}</span>
            {t(`settings.${area}`)}
          </NavLink>
        ))}
      </nav>
      <div className="settings-page">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
