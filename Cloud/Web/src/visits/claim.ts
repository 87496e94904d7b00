import type { Arrival } from '../api/visits';

export interface Claim {
  readonly kind: 'claimed' | 'dismissed' | 'waiting' | 'missed';
  readonly seconds: number;
  readonly tone: 'good' | 'warn' | 'bad';
}

/** Within this long somebody should be with a member. */
export const soonSeconds = 30;

/** After so long an arrival that nobody took is one that was missed. */
export const missedSeconds = 10 * 60;

/** How an arrival went: attended to and how soon, waiting, dismissed, or missed. */
export function claimOf({ arrivedAt, claimSeconds, dismissedAt }: Pick<Arrival, 'arrivedAt' | 'claimSeconds' | 'dismissedAt'>, now: number): Claim {
  if (claimSeconds !== null) {
    return { kind: 'claimed', seconds: claimSeconds, tone: claimSeconds <= soonSeconds ? 'good' : 'warn' };
  }

  const seconds = Math.max(0, (now - Date.parse(arrivedAt)) / 1_000);
  const kind = dismissedAt !== null ? 'dismissed' : seconds < missedSeconds ? 'waiting' : 'missed';
  return { kind, seconds, tone: 'bad' };
}
