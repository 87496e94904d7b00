import { CompassOutlined } from '@ant-design/icons';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { Notice } from '../ui/Notice';
import { PreferencesProvider } from './Preferences';
import { Shell } from './Shell';

const StoresPage = lazy(() => import('../stores/StoresPage'));
const StorePage = lazy(() => import('../store/StorePage'));
const MembersPage = lazy(() => import('../members/MembersPage'));
const MemberCodePage = lazy(() => import('../memberCode/MemberCodePage'));
const DeadLettersPage = lazy(() => import('../deadLetters/DeadLettersPage'));

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
            <Route element={<Shell />}>
              <Route index element={<StoresPage />} />
              <Route path="stores/:store" element={<StorePage />} />
              <Route path="members" element={<MembersPage />} />
              <Route path="dead-letters" element={<DeadLettersPage />} />
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
        <Button type="primary">{t('app.toStores')}</Button>
      </Link>
    </Notice>
  );
}
