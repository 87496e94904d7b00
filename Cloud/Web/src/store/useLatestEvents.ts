import { useQuery } from '@tanstack/react-query';
import { listStoreEvents } from '../api/client';
import { useLive } from '../live/LiveProvider';

/** As many as headquarters gives at once: samples outnumber sales by far. */
const limit = 500;

/** The newest committed events, asked for once a connection; what comes after is in the stream. */
export function useLatestEvents(store: string) {
  const { connections } = useLive();
  return useQuery({
    queryKey: ['events', store, Math.max(1, connections)],
    queryFn: ({ signal }) => listStoreEvents(store, { limit }, signal),
    gcTime: 0,
  });
}
