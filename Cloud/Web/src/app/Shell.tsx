import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { LiveProvider } from '../live/LiveProvider';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { PageSkeleton } from '../ui/PageSkeleton';
import { ScannerProvider, useScans } from '../ui/Scanner';
import { productCode } from '../ui/scanDetector';
import { OfflineNotice } from '../ui/StaleNotice';
import { StorePicker } from '../ui/StorePicker';
import { useStoreFilter } from '../ui/useAddress';
import { useMedia } from '../ui/useMedia';
import { LiveMark } from './LiveMark';
import { MyStoreProvider } from './MyStore';
import { BottomNavigation, SideNavigation } from './Navigation';
import { streamAt } from './pages';
import { AppearanceSwitch, LanguageSwitch } from './Switches';

const AccountMenu = lazy(async () => ({ default: (await import('../session/AccountMenu')).AccountMenu }));

/** The frame of every page; which stream it listens to follows from the address. */
export function Shell() {
  const { on, store } = streamAt(useLocation().pathname);
  return (
    <LiveProvider key={`${on} ${store ?? ''}`} store={store} on={on}>
      <MyStoreProvider>
        <ScannerProvider>
          <Frame live={on} />
        </ScannerProvider>
      </MyStoreProvider>
    </LiveProvider>
  );
}

function Frame({ live }: { live: boolean }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const narrow = useMedia('(max-width: 1023px)');
  const navigate = useNavigate();
  // A page that takes no scans of its own shows what was scanned.
  useScans((code) => void navigate(`/find?code=${encodeURIComponent(productCode(code))}`), true, true);
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      {!narrow && <SideNavigation />}
      <div className="frame-page">
        <Header live={live} narrow={narrow} />
        <main id="content" className="content" tabIndex={-1}>
          <OfflineNotice />
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      {narrow && <BottomNavigation />}
    </div>
  );
}

function Header({ live, narrow }: { live: boolean; narrow: boolean }) {
  const { t } = useTranslation();
  const [store, setStore] = useStoreFilter();
  return (
    <header className="header">
      {narrow && (
        <Link to="/" className="brand" aria-label={t('app.name')}>
          <img src="/favicon.svg" alt="" width={26} height={26} />
        </Link>
      )}
      <StorePicker value={store} onChange={setStore} all label={t('nav.myStore')} className="header-store" />
      <div className="header-end">
        {live && <LiveMark />}
        {!narrow && (
          <>
            <LanguageSwitch />
            <AppearanceSwitch />
          </>
        )}
        <Suspense fallback={null}>
          <AccountMenu />
        </Suspense>
      </div>
    </header>
  );
}
