import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { ApiError } from '../api/client';
import { countLine, type Stocktake } from '../api/stock';
import { remember, remembered } from '../app/remembered';
import { newKey } from '../ui/useSend';
import { counted, keptScans, noScans, type Scan } from './countQueue';

const retryMs = 3_000;
const anyText = (text: string | null): text is string => text !== null;

/** Sends scans in their order and keeps them on this device until headquarters has them. */
export function useCounting(id: string) {
  const queryClient = useQueryClient();
  const name = `count.${id}`;
  const [queue, happen] = useReducer(counted, noScans, (empty) => ({ ...empty, scans: keptScans(remembered(name, anyText)) }));
  const [refused, setRefused] = useState<{ readonly code: string; readonly error: Error } | null>(null);
  const first = queue.scans[0];

  useEffect(() => remember(name, JSON.stringify(queue.scans)), [name, queue.scans]);

  useEffect(() => {
    if (queue.sending === 'waiting') {
      const timer = setTimeout(() => happen({ kind: 'retried' }), retryMs);
      return () => clearTimeout(timer);
    }

    if (queue.sending === 'idle' && first) {
      happen({ kind: 'started' });
      void send(id, first).then(
        (stocktake) => {
          queryClient.setQueryData(['stocktake', id], stocktake);
          happen({ kind: 'answered', id: first.id });
        },
        (error: unknown) => {
          if (error instanceof ApiError && error.status !== null && error.status < 500) {
            setRefused({ code: first.code, error });
            happen({ kind: 'answered', id: first.id });
          } else {
            happen({ kind: 'unreached' });
          }
        },
      );
    }

    return undefined;
  }, [id, queryClient, queue.sending, first]);

  const count = useCallback((code: string, quantity: number, set: boolean) => {
    setRefused(null);
    happen({ kind: 'scanned', scan: { id: newKey(), code, quantity, set } });
  }, []);
  return { count, unsent: queue.scans.length, waiting: queue.sending === 'waiting', refused };
}

const send = (id: string, { id: scan, code, quantity, set }: Scan): Promise<Stocktake> => countLine(id, { scan, code, quantity, set });
