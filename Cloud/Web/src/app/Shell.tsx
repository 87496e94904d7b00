import { IdcardOutlined, InboxOutlined, ShopOutlined } from '@ant-design/icons';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useMatch } from 'react-router';
import { LiveProvider } from '../live/LiveProvider';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { PageSkeleton } from '../ui/PageSkeleton';
import { LiveMark } from './LiveMark';
import { AppearanceSwitch, LanguageSwitch } from './Switches';

/** The frame of every page; which stream it listens to follows from the address. */
export function Shell() {
  const { t } = useTranslation();
  const store = useMatch('/stores/:store')?.params.store ?? null;
  return (
    <LiveProvider key={store ?? ''} store={store}>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="header">
        <div className="header-in">
          <Link to="/" className="brand">
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <span>{t('app.name')}</span>
          </Link>
          <nav className="nav" aria-label={t('app.nav')}>
            <NavLink to="/" end className={({ isActive }) => (isActive || store !== null ? 'nav-on' : '')}>
              <ShopOutlined aria-hidden />
              {t('app.stores')}
            </NavLink>
            <NavLink to="/members" className={({ isActive }) => (isActive ? 'nav-on' : '')}>
              <IdcardOutlined aria-hidden />
              {t('app.members')}
            </NavLink>
            <NavLink to="/dead-letters" className={({ isActive }) => (isActive ? 'nav-on' : '')}>
              <InboxOutlined aria-hidden />
              {t('app.deadLetters')}
            </NavLink>
          </nav>
          <div className="header-end">
            <LiveMark />
            <LanguageSwitch />
            <AppearanceSwitch />
          </div>
        </div>
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <ErrorBoundary>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
    </LiveProvider>
  );
}
