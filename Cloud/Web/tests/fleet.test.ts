import { expect, test } from 'vitest';
import type { HealthSample } from '../src/api/health';
import { pointsOf } from '../src/fleet/Charts';

const sample = (minute: number, temperature: number | null): HealthSample => ({
  at: new Date(minute * 60_000).toISOString(), cpu: null, temperature, memoryUsed: null, diskFree: null, depth: null, oldestSeconds: null, roundTripMs: null, lagMs: null,
});

test('a hole in the samples cuts the line instead of bridging it', () => {
  const points = pointsOf([sample(0, 40), sample(5, 41), sample(40, 50)], ({ temperature }) => temperature);
  expect(points).toEqual([
    [0, 40],
    [300_000, 41],
    [300_001, null],
    [2_400_000, 50],
  ]);
});

test('what was not said is no zero', () => {
  expect(pointsOf([sample(0, null)], ({ temperature }) => temperature)).toEqual([[0, null]]);
});
