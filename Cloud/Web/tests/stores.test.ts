import { describe, expect, it } from 'vitest';
import type { GatewaySummary, StoreSummary } from '../src/api/types';
import { backlogMs, healthOf } from '../src/stores/health';
import { addReading, perMinute, type Reading } from '../src/stores/rate';
import { matching, rowsOf } from '../src/stores/rows';

const now = Date.parse('2026-11-21T10:00:00Z');
const ago = (ms: number) => new Date(now - ms).toISOString();

function gateway(change: Partial<GatewaySummary> = {}): GatewaySummary {
  const times = { statusSince: ago(9e6), lastEventAt: ago(900), lastCommittedAt: ago(800), oldestUnsent: null };
  return { gateway: 'gw-1', status: 'online', version: '1', epoch: '1-a', committedSeq: 9, events: 9, depth: 0, gapEvents: 0, deadLetters: 0, ...times, ...change };
}

const store = (name: string, ...gateways: GatewaySummary[]): StoreSummary => ({ store: name.toLowerCase().replace(' ', '-'), name, gateways });

describe('healthOf', () => {
  it('calls a connected gateway silent after a minute without a commit', () => {
    expect(healthOf(gateway({ lastCommittedAt: ago(60_000) }), now)).toBe('online');
    expect(healthOf(gateway({ lastCommittedAt: ago(60_001) }), now)).toBe('silent');
    expect(healthOf(gateway({ lastCommittedAt: null, statusSince: ago(5_000) }), now)).toBe('online');
  });

  it('takes an unheard-of status for unknown', () => {
    expect(healthOf(gateway({ status: 'asleep' as 'unknown' }), now)).toBe('unknown');
  });
});

describe('backlogMs', () => {
  it('marks only what has waited for more than a minute', () => {
    expect(backlogMs(gateway({ oldestUnsent: ago(30_000) }), now)).toBeNull();
    expect(backlogMs(gateway({ oldestUnsent: ago(90_000) }), now)).toBe(90_000);
  });
});

describe('rowsOf', () => {
  const stores = [
    store('Store 10', gateway()),
    store('Store 2', gateway()),
    store('Store 3', gateway({ deadLetters: 1 })),
    store('Store 4', gateway({ status: 'offline' })),
    store('Store 5'),
  ];

  it('puts the ill first, then goes by name with numbers as numbers', () => {
    expect(rowsOf(stores, now).map((row) => row.store.name)).toEqual(['Store 4', 'Store 5', 'Store 3', 'Store 2', 'Store 10']);
  });

  it('finds by store, name or gateway within the filter', () => {
    const rows = rowsOf(stores, now);
    expect(matching(rows, ' store-10 ', 'all')).toHaveLength(1);
    expect(matching(rows, 'GW-1', 'problems').map((row) => row.store.name)).toEqual(['Store 4', 'Store 3']);
    expect(matching(rows, '', 'offline')).toHaveLength(1);
    expect(matching(rows, 'nothing', 'all')).toEqual([]);
  });
});

describe('events per minute', () => {
  const fill = (readings: Reading[]) => readings.reduce<readonly Reading[]>(addReading, []);

  it('is what came within the window, per minute', () => {
    const history = fill(Array.from({ length: 31 }, (_, index) => [now + index * 2_000, index * 10]));
    expect(perMinute(history).at(-1)).toEqual([now + 60_000, 300]);
  });

  it('says nothing of the first seconds', () => {
    expect(perMinute(fill([[now, 0], [now + 2_000, 500]]))).toEqual([]);
  });

  it('starts again when the total falls', () => {
    expect(fill([[now, 100], [now + 5_000, 200], [now + 10_000, 3]])).toEqual([[now + 10_000, 3]]);
  });

  it('keeps ten minutes', () => {
    const history = fill(Array.from({ length: 1_000 }, (_, index) => [now + index * 2_000, index]));
    expect(history.length).toBeLessThanOrEqual(301);
  });
});
