import { Suspense, lazy } from 'react';
import { Outlet, Route } from 'react-router';
import { SignedIn } from './session';

const SignInPage = lazy(() => import('./SignInPage'));
const ResetPage = lazy(() => import('./ResetPage'));
const SetupPage = lazy(() => import('./SetupPage'));

/** The pages that stand before all others. */
export const sessionRoutes = (
  <Route
    element={
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    }
  >
    <Route path="sign-in" element={<SignInPage />} />
    <Route path="reset" element={<ResetPage />} />
    <Route path="setup" element={<SetupPage />} />
  </Route>
);

/** What only those who are signed in reach. */
export function Inside() {
  return (
    <SignedIn>
      <Outlet />
    </SignedIn>
  );
}
