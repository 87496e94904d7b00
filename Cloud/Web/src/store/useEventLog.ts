import { useQuery } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { listStoreEvents } from '../api/client';
import { emptyLog, eventLogReducer } from '../live/eventLog';
import { useLive } from '../live/LiveProvider';

/** Committed events: the newest page, then what the stream brings; fetched again after each break. */
export function useEventLog(store: string) {
  const { listen, connections } = useLive();
  const [log, dispatch] = useReducer(eventLogReducer, emptyLog);
  const page = useQuery({
    queryKey: ['events', store, connections, log.paused],
    queryFn: ({ signal }) => listStoreEvents(store, { limit: 300 }, signal),
    enabled: !log.paused,
    gcTime: 0,
  });

  useEffect(() => listen((events) => dispatch({ kind: 'arrived', events })), [listen]);

  useEffect(() => {
    if (page.data) {
      dispatch({ kind: 'loaded', events: page.data.events });
    }
  }, [page.data]);

  return { log, dispatch, error: page.error, loading: page.isFetching, reload: () => void page.refetch() };
}
