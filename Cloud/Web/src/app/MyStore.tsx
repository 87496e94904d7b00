import { useQuery } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { listStores } from '../api/client';
import type { StoreSummary } from '../api/types';
import { useMe } from '../session/session';
import { remember, remembered } from './remembered';

interface MyStore {
  readonly store: string | null;
  readonly setStore: (store: string | null) => void;
}

const MyStoreContext = createContext<MyStore | null>(null);

const anyText = (text: string | null): text is string => text !== null && text !== '';
const none: readonly StoreSummary[] = [];

/** The stores that the reader may see, as they are known so far. */
export function useStores(): readonly StoreSummary[] {
  return useQuery({ queryKey: ['stores'], queryFn: ({ signal }) => listStores(signal) }).data ?? none;
}

/** A store's name; its id until the names are known. */
export function useStoreName(): (store: string) => string {
  const stores = useStores();
  const names = useMemo(() => new Map(stores.map(({ store, name }) => [store, name])), [stores]);
  return useCallback((store: string) => names.get(store) ?? store, [names]);
}

/** Which store somebody works in: chosen once on a device, so that no task begins with choosing it. Whoever has one store only need not choose. */
export function MyStoreProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const [chosen, setChosen] = useState(() => remembered('store', anyText));
  const only = me?.stores?.length === 1 ? (me.stores[0] ?? null) : null;
  const allowed = me?.stores === null || me?.stores === undefined || (chosen !== null && me.stores.includes(chosen));
  const store = only ?? (allowed ? chosen : null);
  const context = useMemo<MyStore>(
    () => ({
      store,
      setStore: (wanted) => {
        remember('store', wanted ?? '');
        setChosen(wanted);
      },
    }),
    [store],
  );
  return <MyStoreContext value={context}>{children}</MyStoreContext>;
}

export function useMyStore(): MyStore {
  const context = use(MyStoreContext);
  if (!context) {
    throw new Error('useMyStore needs a MyStoreProvider above it.');
  }

  return context;
}
