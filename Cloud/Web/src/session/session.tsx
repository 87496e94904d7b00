import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { getMe, type Me } from '../api/access';
import { ApiError, onSignedOut } from '../api/client';
import { Failure } from '../ui/Failure';
import { PageSkeleton } from '../ui/PageSkeleton';
import { signInPath } from './back';
import './session.css';

export const meKey = ['me'] as const;

export const MeContext = createContext<Me | null>(null);

/** Null is: nobody is signed in. */
async function askMe(signal: AbortSignal): Promise<Me | null> {
  try {
    return await getMe(signal);
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'signedOut') {
      return null;
    }

    throw error;
  }
}

/** Lets through who is signed in, leads everybody else to the sign-in page and back; also when the session ends on the way. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  const me = useQuery({ queryKey: meKey, queryFn: ({ signal }) => askMe(signal) });

  const wasInside = useRef(false);
  useEffect(() => {
    wasInside.current ||= Boolean(me.data);
  }, [me.data]);
  useEffect(() => onSignedOut(() => queryClient.setQueryData(meKey, null)), [queryClient]);

  if (me.data) {
    return <MeContext value={me.data}>{children}</MeContext>;
  }

  if (me.data === null) {
    return <Navigate to={signInPath(pathname + search, wasInside.current)} replace />;
  }

  return (
    <main className="session-wait">
      {me.isError ? <Failure error={me.error} busy={me.isFetching} onRetry={() => void me.refetch()} /> : <PageSkeleton label={t('session.loading')} />}
    </main>
  );
}

/** Who is signed in; null outside of the pages that need it. */
export const useMe = (): Me | null => use(MeContext);

/** Whether who is signed in may do it; the server decides again. */
export function useMay(): (permission: string) => boolean {
  const me = useMe();
  return useMemo(() => {
    const allowed = new Set((me?.permissions ?? []).map((each) => each.toLowerCase()));
    return (permission) => allowed.has(permission.toLowerCase());
  }, [me]);
}

/** Shows what is inside to those who may do it. */
export function May({ permission, children }: { permission: string; children: ReactNode }) {
  return useMay()(permission) ? children : null;
}
