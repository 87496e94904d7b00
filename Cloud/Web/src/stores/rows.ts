import type { GatewaySummary, StoreSummary } from '../api/types';
import { healthOf, needsAttention, type Health } from './health';

export type Filter = 'all' | 'online' | 'offline' | 'problems';

export interface Row {
  readonly key: string;
  readonly store: StoreSummary;
  /** Null for a store that has none registered. */
  readonly gateway: GatewaySummary | null;
  readonly health: Health;
  readonly attention: boolean;
}

const rank: Record<Health, number> = { offline: 0, silent: 1, unknown: 2, online: 3 };

/** One row a gateway, the ill ones first. */
export function rowsOf(stores: readonly StoreSummary[], now: number): Row[] {
  const rows = stores.flatMap((store): Row[] =>
    store.gateways.length === 0
      ? [{ key: store.store, store, gateway: null, health: 'unknown', attention: false }]
      : store.gateways.map((gateway) => ({
          key: `${store.store}/${gateway.gateway}`,
          store,
          gateway,
          health: healthOf(gateway, now),
          attention: needsAttention(gateway, now),
        })),
  );
  return rows.sort((left, right) => urgency(left) - urgency(right) || natural(left.store.name, right.store.name) || natural(left.key, right.key));
}

export function matching(rows: readonly Row[], search: string, filter: Filter): Row[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter === 'all' ||
        (filter === 'problems' && row.attention) ||
        (filter === 'offline' && row.health === 'offline') ||
        (filter === 'online' && (row.health === 'online' || row.health === 'silent'))) &&
      [row.store.store, row.store.name, row.gateway?.gateway ?? ''].some((text) => text.toLowerCase().includes(wanted)),
  );
}

const urgency = (row: Row): number => rank[row.health] * 2 + (row.attention ? 0 : 1);

/** "Store 2" before "Store 10". */
export const natural = new Intl.Collator(undefined, { numeric: true }).compare;
