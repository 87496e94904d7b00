import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { CommittedEvent } from '../api/types';
import { useNow } from '../ui/useNow';
import { freshnessOf, type Freshness, type LinkState } from './freshness';
import { LiveStream } from './liveStream';

/** A burst becomes at most five renders a second. */
const flushMs = 200;
const hiddenLimitMs = 60_000;
const inboxLimit = 2_000;

type EventsListener = (events: readonly CommittedEvent[]) => void;

interface Live {
  readonly link: LinkState;
  /** Rises with each connection, so that a page can fetch what it missed. */
  readonly connections: number;
  readonly retryNow: () => void;
  readonly listen: (listener: EventsListener) => () => void;
}

const LiveContext = createContext<Live | null>(null);

/** One stream a page, and none where nothing on it is live: over HTTP/1.1 a browser allows six connections to a host, for all its tabs together. */
export function LiveProvider({ store, on = true, children }: { store: string | null; on?: boolean; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [link, setLink] = useState<LinkState>(() => ({ open: false, startedAt: Date.now(), heardAt: null, retryAt: null }));
  const [connections, setConnections] = useState(0);
  const stream = useRef<LiveStream | null>(null);
  const listeners = useRef(new Set<EventsListener>());

  useEffect(() => {
    if (!on) {
      return;
    }

    let wasOpen = false;
    let snapshot: { key: readonly string[]; data: unknown } | null = null;
    let events: CommittedEvent[] = [];
    let flushTimer: ReturnType<typeof setTimeout> | null = null;
    let hiddenTimer: ReturnType<typeof setTimeout> | null = null;

    const flush = () => {
      flushTimer = null;
      if (snapshot) {
        queryClient.setQueryData(snapshot.key, snapshot.data);
        snapshot = null;
      }

      if (events.length > 0) {
        const batch = events;
        events = [];
        listeners.current.forEach((listener) => listener(batch));
      }
    };

    const current = new LiveStream({
      url: store === null ? '/api/live' : `/api/stores/${encodeURIComponent(store)}/live`,
      onState: (state) => {
        if (state.open && !wasOpen) {
          setConnections((count) => count + 1);
        }

        wasOpen = state.open;
        setLink(state);
      },
      onMessage: (event, data) => {
        if (event === 'stores' && store === null) {
          snapshot = { key: ['stores'], data };
        } else if (event === 'store' && store !== null) {
          snapshot = { key: ['store', store], data };
        } else if (event === 'events') {
          events = [...events, ...(data as CommittedEvent[])].slice(-inboxLimit);
        }

        flushTimer ??= setTimeout(flush, flushMs);
      },
    });
    stream.current = current;
    current.start();

    let asleep = false;
    const onVisibility = () => {
      if (hiddenTimer !== null) {
        clearTimeout(hiddenTimer);
        hiddenTimer = null;
      }

      if (document.hidden) {
        hiddenTimer = setTimeout(() => {
          asleep = true;
          current.stop();
        }, hiddenLimitMs);
      } else if (asleep) {
        asleep = false;
        current.start();
      }
    };
    const onOnline = () => current.retryNow();
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('online', onOnline);

    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('online', onOnline);
      [flushTimer, hiddenTimer].forEach((timer) => timer !== null && clearTimeout(timer));
      current.stop();
    };
  }, [queryClient, store, on]);

  const retryNow = useCallback(() => stream.current?.retryNow(), []);
  const listen = useCallback((listener: EventsListener) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const live = useMemo(() => ({ link, connections, retryNow, listen }), [link, connections, retryNow, listen]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) {
    throw new Error('useLive needs a LiveProvider above it.');
  }

  return live;
}

/** Judged by this device's own clock: both ends of the comparison are its own. */
export function useFreshness(): Freshness {
  const { link } = useLive();
  useNow();
  return freshnessOf(link, Date.now());
}
