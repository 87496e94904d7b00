/** One scan that headquarters has not confirmed yet. */
export interface Scan {
  /** Made here: sent twice, it counts once. */
  readonly id: string;
  readonly code: string;
  readonly quantity: number;
  /** Whether the quantity replaces the count, instead of adding to it. */
  readonly set: boolean;
}

export type Sending = 'idle' | 'sending' | 'waiting';

export interface CountQueue {
  readonly scans: readonly Scan[];
  readonly sending: Sending;
}

export const noScans: CountQueue = { scans: [], sending: 'idle' };

export type Happening =
  | { readonly kind: 'scanned'; readonly scan: Scan }
  | { readonly kind: 'started' }
  /** Headquarters has it, or will never take it: either way it is out of the way of those behind it. */
  | { readonly kind: 'answered'; readonly id: string }
  /** No answer came; the same scan is sent again. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'retried' };

/** Scans are sent one after the other in their order, so that "set to" and "one more" mean what they meant when they were made. */
export function counted(queue: CountQueue, happening: Happening): CountQueue {
  switch (happening.kind) {
    case 'scanned':
      return { ...queue, scans: [...queue.scans, happening.scan] };
    case 'started':
      return { ...queue, sending: 'sending' };
    case 'answered':
      return { scans: queue.scans.filter(({ id }) => id !== happening.id), sending: 'idle' };
    case 'unreached':
      return { ...queue, sending: 'waiting' };
    case 'retried':
      return { ...queue, sending: 'idle' };
  }
}

const isScan = (value: unknown): value is Scan =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'code' in value && typeof value.code === 'string' && 'quantity' in value && typeof value.quantity === 'number' && 'set' in value && typeof value.set === 'boolean';

/** What an earlier visit left unsent; what cannot be read is no scan. */
export function keptScans(text: string | null): readonly Scan[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter(isScan) : [];
  } catch {
    return [];
  }
}
