import type { GatewaySummary, StoreSummary } from '../api/types';

export type Health = 'online' | 'silent' | 'offline' | 'unknown';

/** A gateway reports its own health every 10 s, so a minute without any commit is no quiet store. */
const silentAfterMs = 60_000;
const backlogAfterMs = 60_000;

export function healthOf(gateway: GatewaySummary, now: number): Health {
  if (gateway.status !== 'online') {
    return gateway.status === 'offline' ? 'offline' : 'unknown';
  }

  const since = Math.max(timeOf(gateway.lastCommittedAt), timeOf(gateway.statusSince));
  return now - since > silentAfterMs ? 'silent' : 'online';
}

/** The age of the oldest event still on the gateway's disk, where that is worth a mark. */
export function backlogMs(gateway: GatewaySummary, now: number): number | null {
  const age = gateway.oldestUnsent === null ? 0 : now - Date.parse(gateway.oldestUnsent);
  return age > backlogAfterMs ? age : null;
}

export const needsAttention = (gateway: GatewaySummary, now: number): boolean =>
  healthOf(gateway, now) !== 'online' || gateway.gapEvents > 0 || gateway.deadLetters > 0 || backlogMs(gateway, now) !== null;

/** A store is as well as the worst of its gateways. */
export function storeHealth(store: StoreSummary, now: number): Health {
  const order: readonly Health[] = ['offline', 'silent', 'unknown', 'online'];
  const found = new Set(store.gateways.map((gateway) => healthOf(gateway, now)));
  return order.find((health) => found.has(health)) ?? 'unknown';
}

const timeOf = (text: string | null): number => (text === null ? 0 : Date.parse(text) || 0);
