import { describe, expect, it } from 'vitest';
import type { DeviceSummary } from '../src/api/types';
import { sampleLimitMs, weightFace, type GatewayTimes } from '../src/store/weightFace';

const now = Date.parse('2026-11-21T10:00:00Z');
const at = (age: number) => new Date(now - age).toISOString();
const gateway: GatewayTimes = { status: 'online', depth: 0, lastEventAt: at(900), lastCommittedAt: at(800) };
const scale = { kind: 'scale', weight: '1.250', unit: 'kg', stable: true, net_gross: 'net', errors: [], flags: [] };

function device(sample: unknown, change: Partial<DeviceSummary> = {}): DeviceSummary {
  const rest = { gateway: 'gw-1', device: 'scale-1', kind: 'scale', driver: 'toledo-8217', availability: 'online', since: null, reason: null } as const;
  return { ...rest, sample, sampleAt: '2026-11-21T09:59:59Z', ...change };
}

const face = (change: object, rest: Partial<DeviceSummary> = {}) => weightFace(device({ ...scale, ...change }, rest), gateway, now);

describe('weightFace', () => {
  it('shows a fresh stable weight digit for digit with its unit', () => {
    expect(face({})).toMatchObject({ number: { value: '1.250', unit: 'kg' }, word: 'stable', netGross: 'net' });
  });

  it('shows zero as the weight it is, but never makes one up', () => {
    expect(face({ weight: '0.000' }).number?.value).toBe('0.000');
    expect(face({ weight: null, stable: null })).toMatchObject({ number: null, word: 'noWeight' });
  });

  it('says motion in a word, with the moving number only if the scale gave one', () => {
    expect(face({ stable: false })).toMatchObject({ number: { value: '1.250' }, word: 'moving' });
    expect(face({ weight: null, stable: false })).toMatchObject({ number: null, word: 'moving' });
    expect(face({ weight: null, stable: null, flags: ['motion'] })).toMatchObject({ number: null, word: 'moving' });
  });

  it('does not claim a stability the scale has not stated', () => {
    expect(face({ stable: null }).word).toBe('unsaid');
  });

  it.each([
    ['over_capacity', 'over'],
    ['overload', 'over'],
    ['under_zero', 'under'],
    ['below_zero', 'under'],
    ['negative', 'under'],
    ['bad_bcc', 'fault'],
    ['something_new', 'fault'],
  ])('hides the number at %s and says %s', (error, word) => {
    expect(face({ errors: [error] })).toMatchObject({ number: null, word, errors: [error] });
  });

  it('drops the number 15 s after its sample, not before', () => {
    expect(face({}, { sampleAt: at(sampleLimitMs) }).number).not.toBeNull();
    expect(face({}, { sampleAt: at(sampleLimitMs + 1) })).toMatchObject({ number: null, word: 'stale' });
  });

  it('blames the clock of a gateway that sends at once what it dates otherwise', () => {
    const ancient = device(scale, { sampleAt: '1970-01-01T00:01:00Z' });
    const times = { ...gateway, lastEventAt: '1970-01-01T00:01:00Z' };
    expect(weightFace(ancient, times, now)).toMatchObject({ number: null, word: 'clock' });
    expect(weightFace(ancient, { ...times, depth: 40 }, now)).toMatchObject({ number: null, word: 'stale' });
  });

  it('trusts no sample from a future that only a wrong clock knows', () => {
    expect(face({}, { sampleAt: '2026-11-21T10:01:00Z' })).toMatchObject({ number: null, word: 'clock' });
    expect(face({}, { sampleAt: 'soon' })).toMatchObject({ number: null, word: 'stale' });
  });

  it('shows no number of a device or gateway that is not online', () => {
    expect(face({}, { availability: 'offline' })).toMatchObject({ number: null, word: 'offline' });
    expect(face({}, { availability: 'unknown' })).toMatchObject({ number: null, word: 'unknown' });
    expect(weightFace(device(scale), { ...gateway, status: 'offline' }, now)).toMatchObject({ number: null, word: 'gatewayOffline' });
  });

  it.each([[null], ['text'], [{}], [{ kind: 'fridge', weight: '1', unit: 'kg' }]])('has no reading in %j', (sample) => {
    expect(weightFace(device(sample), gateway, now)).toMatchObject({ number: null, word: 'never' });
  });

  it.each([['1e3'], [''], ['NaN'], [1.25], ['1.2.3']])('takes %j for no weight', (weight) => {
    expect(face({ weight })).toMatchObject({ number: null, word: 'noWeight' });
  });

  it('shows no number without its unit, and the pound by its usual name', () => {
    expect(face({ unit: null })).toMatchObject({ number: null, word: 'noUnit' });
    expect(face({ unit: '[lb_av]' }).number?.unit).toBe('lb');
  });

  it('reads a plate in grams by the same rules', () => {
    const plate = { kind: 'plate', grams: '2230.5', counts: 9, stable: true, errors: [] };
    expect(weightFace(device(plate), gateway, now)).toMatchObject({ number: { value: '2230.5', unit: 'g' }, word: 'stable' });
    expect(weightFace(device({ ...plate, grams: null }), gateway, now).number).toBeNull();
  });
});
