import { describe, expect, it } from 'vitest';
import { freshnessOf, retryDelayMs, silenceLimitMs, type LinkState } from '../src/live/freshness';

const link = (change: Partial<LinkState>): LinkState => ({ open: true, startedAt: 1_000, heardAt: 5_000, retryAt: null, ...change });

describe('freshnessOf', () => {
  it('is live while something was heard within the limit', () => {
    expect(freshnessOf(link({}), 5_000 + silenceLimitMs)).toEqual({ kind: 'live' });
  });

  it('is stale since the last byte once the limit has passed, though the connection stands', () => {
    expect(freshnessOf(link({}), 5_001 + silenceLimitMs)).toEqual({ kind: 'stale', since: 5_000 });
  });

  it('is stale at once when the connection is lost, since the last byte', () => {
    expect(freshnessOf(link({ open: false, retryAt: 6_500 }), 6_000)).toEqual({ kind: 'stale', since: 5_000 });
  });

  it('stays stale while a new attempt has brought nothing yet', () => {
    expect(freshnessOf(link({ open: false }), 6_000)).toEqual({ kind: 'stale', since: 5_000 });
  });

  it('is connecting only at first, and stale since the page was opened after that', () => {
    const first = link({ open: false, heardAt: null });
    expect(freshnessOf(first, 2_000)).toEqual({ kind: 'connecting' });
    expect(freshnessOf(first, 1_001 + silenceLimitMs)).toEqual({ kind: 'stale', since: 1_000 });
    expect(freshnessOf({ ...first, retryAt: 3_000 }, 2_000)).toEqual({ kind: 'stale', since: 1_000 });
  });
});

describe('retryDelayMs', () => {
  it('never spins and never waits longer than 15 s', () => {
    expect(retryDelayMs(0, 0)).toBe(300);
    expect(retryDelayMs(0, 1)).toBe(1_000);
    expect(retryDelayMs(3, 0.5)).toBe(4_000);
    expect(retryDelayMs(1_000, 1)).toBe(15_000);
  });
});
