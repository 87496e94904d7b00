import { describe, expect, it } from 'vitest';
import { addSamples, traceMs, type Traces } from '../src/store/traces';

const now = 1_700_000_000_000;
const plate = (grams: string | null) => ({ kind: 'plate', grams, errors: [] });
const none: Traces = new Map();

describe('addSamples', () => {
  it('keeps two minutes, in order, each instant once', () => {
    const samples = [-1_000, -5_000, -1_000, -traceMs - 1].map((offset) => ({ key: 'gw-1/plate-1', at: now + offset, sample: plate('10.5') }));
    expect(addSamples(none, samples, now).get('gw-1/plate-1')).toEqual([
      [now - 5_000, 10.5],
      [now - 1_000, 10.5],
    ]);
  });

  it('breaks the line where there is no weight', () => {
    const samples = [
      { key: 'k', at: now - 2, sample: plate(null) },
      { key: 'k', at: now - 1, sample: { kind: 'scale', weight: '9.9', unit: 'kg', errors: ['over_capacity'] } },
    ];
    expect(addSamples(none, samples, now).get('k')).toEqual([
      [now - 2, null],
      [now - 1, null],
    ]);
  });

  it('forgets what has grown old', () => {
    const old = addSamples(none, [{ key: 'k', at: now, sample: plate('1') }], now);
    expect(addSamples(old, [], now + traceMs).get('k')).toEqual([]);
  });
});
