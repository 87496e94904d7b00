import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef } from 'react';

interface SendOptions<Body, Answer> {
  /** What the change makes old. */
  readonly renews: readonly QueryKey[];
  readonly done?: (answer: Answer, body: Body) => string;
  readonly onDone?: (answer: Answer, body: Body) => void;
}

/** Sends a change once: a second try after a failure carries the same idempotency key, so it cannot happen twice. */
export function useSend<Body, Answer>(send: (body: Body, key: string) => Promise<Answer>, { renews, done, onDone }: SendOptions<Body, Answer>) {
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const intent = useRef<{ readonly of: string; readonly key: string } | null>(null);
  return useMutation({
    mutationFn: (body: Body) => {
      const of = JSON.stringify(body) ?? '';
      if (intent.current?.of !== of) {
        intent.current = { of, key: newKey() };
      }

      return send(body, intent.current.key);
    },
    onSuccess: (answer, body) => {
      intent.current = null;
      renews.forEach((queryKey) => void queryClient.invalidateQueries({ queryKey }));
      if (done) {
        void message.success(done(answer, body));
      }

      onDone?.(answer, body);
    },
  });
}

/** A random UUID; crypto.randomUUID is missing where the page does not come over HTTPS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return [...bytes].map((byte, index) => ([4, 6, 8, 10].includes(index) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
}
