import type { StoreSummary } from '../api/types';

/** Total of committed events at an instant, as this page saw it. */
export type Reading = readonly [at: number, total: number];

const keptMs = 10 * 60_000;
const stepMs = 2_000;
const windowMs = 20_000;

export const totalEvents = (stores: readonly StoreSummary[]): number =>
  stores.reduce((sum, store) => sum + store.gateways.reduce((part, gateway) => part + gateway.events, 0), 0);

/** Adds a reading, at most one a step; a total that falls means another database, and the history starts again. */
export function addReading(history: readonly Reading[], reading: Reading): readonly Reading[] {
  const last = history.at(-1);
  if (!last || reading[1] < last[1]) {
    return [reading];
  }

  if (reading[0] - last[0] < stepMs) {
    return history;
  }

  return [...history.filter(([at]) => at > reading[0] - keptMs), reading];
}

/** Events per minute at each reading, over the window before it. The first window says nothing yet. */
export function perMinute(history: readonly Reading[]): Reading[] {
  return history.flatMap((reading, index): Reading[] => {
    const from = history.slice(0, index).findLast(([at]) => reading[0] - at >= windowMs) ?? history[0];
    const span = from ? reading[0] - from[0] : 0;
    return from && span >= windowMs / 4 ? [[reading[0], ((reading[1] - from[1]) * 60_000) / span]] : [];
  });
}
