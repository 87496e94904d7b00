import type { CommittedEvent, DeviceSummary } from '../api/types';
import { readSample } from './sample';

export const traceMs = 120_000;

/** Null where the device said something that is no weight: the line breaks there. */
export type TracePoint = readonly [at: number, value: number | null];

export type Traces = ReadonlyMap<string, readonly TracePoint[]>;

export const traceKey = (gateway: string, device: string): string => `${gateway}/${device}`;

export interface SampleAt {
  readonly key: string;
  readonly at: number;
  readonly sample: unknown;
}

export const samplesOfDevices = (devices: readonly DeviceSummary[]): SampleAt[] =>
  devices.flatMap((device) =>
    device.sampleAt === null ? [] : [{ key: traceKey(device.gateway, device.device), at: Date.parse(device.sampleAt), sample: device.sample }],
  );

export const samplesOfEvents = (events: readonly CommittedEvent[]): SampleAt[] =>
  events.flatMap((event) =>
    event.type === 'device.sample' && event.device !== null
      ? [{ key: traceKey(event.gateway, event.device), at: Date.parse(event.happenedAt), sample: event.data }]
      : [],
  );

/** Adds samples in any order, each instant once, and forgets what is older than the window. */
export function addSamples(traces: Traces, samples: readonly SampleAt[], now: number): Traces {
  const grown = new Map(traces);
  for (const { key, at, sample } of samples) {
    const known = grown.get(key) ?? [];
    const read = readSample(sample);
    if (!read || !(at > now - traceMs) || known.some(([time]) => time === at)) {
      continue;
    }

    const value = read.value === null || read.errors.length > 0 ? null : Number(read.value);
    const point: TracePoint = [at, value];
    grown.set(key, [...known, point].sort(([left], [right]) => left - right));
  }

  for (const [key, points] of grown) {
    const first = points.findIndex(([at]) => at > now - traceMs);
    if (first !== 0) {
      grown.set(key, first < 0 ? [] : points.slice(first));
    }
  }

  return grown;
}
