/** Headquarters sends a comment every 5 s; two missed and a little is silence. */
export const silenceLimitMs = 12_000;

export interface LinkState {
  readonly open: boolean;
  /** When this stream was first asked for. */
  readonly startedAt: number;
  /** When the last byte came, whatever it was. */
  readonly heardAt: number | null;
  /** When the next attempt is due, while waiting for one. */
  readonly retryAt: number | null;
}

export type Freshness =
  | { readonly kind: 'live' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'stale'; readonly since: number };

/** What may be said about the data on the page. */
export function freshnessOf(link: LinkState, now: number): Freshness {
  const since = link.heardAt ?? link.startedAt;
  if (link.open && link.heardAt !== null && now - link.heardAt <= silenceLimitMs) {
    return { kind: 'live' };
  }

  if (link.heardAt === null && link.retryAt === null && now - link.startedAt <= silenceLimitMs) {
    return { kind: 'connecting' };
  }

  return { kind: 'stale', since };
}

/** Full jitter: anything between nothing and a ceiling that doubles with each failure, but never a busy loop. */
export function retryDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(15_000, 1_000 * 2 ** Math.min(failures, 6));
  return Math.max(300, Math.round(random * ceiling));
}
