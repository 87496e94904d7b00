import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listStores } from '../api/client';

const everyMs = 3_000;

/** Asks again for what stands under a key whenever the stream says that a gateway has changed, at most every three seconds. */
export function useRenewed(key: readonly string[]): void {
  const queryClient = useQueryClient();
  const { dataUpdatedAt } = useQuery({ queryKey: ['stores'], queryFn: ({ signal }) => listStores(signal) });
  const [area, of] = [key[0] ?? '', key[1] ?? ''];
  useEffect(() => {
    const queryKey = of === '' ? [area] : [area, of];
    const asked = Math.max(0, ...queryClient.getQueryCache().findAll({ queryKey }).map(({ state }) => state.dataUpdatedAt));
    const timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey }), Math.max(0, asked + everyMs - Date.now()));
    return () => clearTimeout(timer);
  }, [queryClient, dataUpdatedAt, area, of]);
}
