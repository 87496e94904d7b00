import { CompassOutlined } from '@ant-design/icons';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { sessionRoutes } from '../session/routes';
import { SignedIn } from '../session/session';
import { Notice } from '../ui/Notice';
import { peopleRoutes } from './pages/people';
import { stockRoutes } from './pages/stock';
import { PreferencesProvider } from './Preferences';
import { Shell } from './Shell';

const MemberCodePage = lazy(() => import('../memberCode/MemberCodePage'));

/** The stream keeps answers current, so nothing is fetched again by itself. */
const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false } },
});

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider>
        <BrowserRouter>
          <Routes>
            {sessionRoutes}
            <Route
              element={
                <SignedIn>
                  <Shell />
                </SignedIn>
              }
            >
              {stockRoutes}
              {peopleRoutes}
              <Route path="*" element={<NotFound />} />
            </Route>
            <Route
              path="m"
              element={
                <Suspense fallback={null}>
                  <MemberCodePage />
                </Suspense>
              }
            />
          </Routes>
        </BrowserRouter>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Notice icon={<CompassOutlined />} title={t('app.notFound')} help={t('app.notFoundHelp')}>
      <Link to="/">
        <Button type="primary">{t('app.toStart')}</Button>
      </Link>
    </Notice>
  );
}
