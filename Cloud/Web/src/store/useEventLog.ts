import { useCallback, useEffect, useReducer } from 'react';
import { emptyLog, eventLogReducer } from '../live/eventLog';
import { useLive } from '../live/LiveProvider';
import { useLatestEvents } from './useLatestEvents';

/** Committed events: the newest page, then what the stream brings; a page again after each break and each pause. */
export function useEventLog(store: string) {
  const { listen } = useLive();
  const [log, dispatch] = useReducer(eventLogReducer, emptyLog);
  const { data, error, isFetching, refetch } = useLatestEvents(store);

  useEffect(() => listen((events) => dispatch({ kind: 'arrived', events })), [listen]);

  useEffect(() => {
    if (data) {
      dispatch({ kind: 'loaded', events: data.events });
    }
  }, [data]);

  const reload = useCallback(() => void refetch(), [refetch]);
  const pause = useCallback(() => dispatch({ kind: 'pause' }), []);
  const resume = useCallback(() => {
    dispatch({ kind: 'resume' });
    reload();
  }, [reload]);

  return { log, pause, resume, error, loading: isFetching, reload };
}
