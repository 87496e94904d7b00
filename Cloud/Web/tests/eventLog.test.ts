import { describe, expect, it } from 'vitest';
import type { CommittedEvent } from '../src/api/types';
import { emptyLog, eventLogReducer, keptPerClass, type EventLog } from '../src/live/eventLog';

function event(position: number, change: Partial<CommittedEvent> = {}): CommittedEvent {
  const at = new Date(1_700_000_000_000 + position * 1_000).toISOString();
  return { gateway: 'gw-1', position, epoch: '1-a', seq: position, type: 'scan.read', class: 'ledger', time: at, receivedAt: at, happenedAt: at, timeQuality: 'exact', notBefore: null, device: null, data: {}, ...change };
}

const range = (from: number, to: number, change: Partial<CommittedEvent> = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index, change));
const positions = (log: EventLog) => log.shown.map((each) => each.position);
const arrived = (log: EventLog, events: CommittedEvent[]) => eventLogReducer(log, { kind: 'arrived', events });

describe('eventLogReducer', () => {
  it('shows the newest first, whatever order they come in', () => {
    expect(positions(arrived(arrived(emptyLog, [event(2), event(1)]), [event(4), event(3)]))).toEqual([4, 3, 2, 1]);
  });

  it('shows an event once, however often it comes', () => {
    const once = arrived(emptyLog, [event(1), event(1), event(2)]);
    expect(positions(once)).toEqual([2, 1]);
    expect(arrived(once, [event(2)])).toEqual(once);
    expect(positions(eventLogReducer(once, { kind: 'loaded', events: [event(2), event(1)] }))).toEqual([2, 1]);
  });

  it('takes the same position of two gateways for two events', () => {
    expect(arrived(emptyLog, [event(1), event(1, { gateway: 'gw-2' })]).shown).toHaveLength(2);
  });

  it('keeps a bounded number of each class, so that samples do not push sales out', () => {
    const log = arrived(arrived(emptyLog, [event(1)]), range(2, keptPerClass + 100, { class: 'telemetry' }));
    expect(log.shown).toHaveLength(keptPerClass + 1);
    expect(positions(log).at(-1)).toBe(1);
    expect(positions(log)[0]).toBe(keptPerClass + 100);
  });

  it('orders within a gateway by position even when its time jumps back', () => {
    const jumped = event(2, { time: '1970-01-01T00:00:00Z', receivedAt: '1970-01-01T00:00:00Z' });
    expect(positions(arrived(emptyLog, [event(1), jumped]))).toEqual([2, 1]);
  });

  it('holds what comes while paused, bounded, and lets it in on resume', () => {
    const paused = eventLogReducer(arrived(emptyLog, [event(1)]), { kind: 'pause' });
    const held = arrived(paused, range(1, keptPerClass + 9));
    expect(positions(held)).toEqual([1]);
    expect(held.held).toHaveLength(keptPerClass);
    const resumed = eventLogReducer(held, { kind: 'resume' });
    expect(positions(resumed)[0]).toBe(keptPerClass + 9);
    expect(resumed).toMatchObject({ held: [], paused: false });
  });

  it('drops what it held before a break that the loaded page does not reach back to', () => {
    const before = arrived(emptyLog, range(1, 3));
    expect(positions(eventLogReducer(before, { kind: 'loaded', events: [event(9), event(8)] }))).toEqual([9, 8]);
    expect(positions(eventLogReducer(before, { kind: 'loaded', events: [event(4), event(3)] }))).toEqual([4, 3, 2, 1]);
  });
});
