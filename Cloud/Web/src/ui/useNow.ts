import { useSyncExternalStore } from 'react';
import { serverNow } from '../live/serverClock';

const listeners = new Set<() => void>();
let now = serverNow();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = serverNow();
    timer = setInterval(() => {
      now = serverNow();
      listeners.forEach((each) => each());
    }, 1_000);
  }

  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** Headquarters' time, one tick a second, shared by everything on the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
