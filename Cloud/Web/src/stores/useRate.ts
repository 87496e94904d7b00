import { useEffect, useState } from 'react';
import type { StoreSummary } from '../api/types';
import { useFreshness } from '../live/LiveProvider';
import { useNow } from '../ui/useNow';
import { addReading, perMinute, totalEvents, type Reading } from './rate';

let kept: readonly Reading[] = [];

/** Events per minute as far back as this visit goes, also after a look at another page. */
export function useRate(stores: readonly StoreSummary[]): readonly Reading[] {
  const now = useNow();
  const live = useFreshness().kind === 'live';
  const [history, setHistory] = useState(kept);

  useEffect(() => {
    if (live) {
      kept = addReading(kept, [now, totalEvents(stores)]);
      setHistory(kept);
    }
  }, [stores, now, live]);

  return perMinute(history);
}
