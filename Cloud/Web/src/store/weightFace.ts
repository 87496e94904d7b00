import type { DeviceSummary, GatewaySummary } from '../api/types';
import { readSample, type Sample } from './sample';

/** Samples come at least every 10 s, changed or not. */
export const sampleLimitMs = 15_000;

export type WeightWord =
  | 'stable'
  | 'moving'
  | 'unsaid'
  | 'over'
  | 'under'
  | 'fault'
  | 'noWeight'
  | 'noUnit'
  | 'stale'
  | 'clock'
  | 'never'
  | 'offline'
  | 'unknown'
  | 'gatewayOffline';

export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

/** What the face of a device shows: a number only where there is a fresh and valid one, and always a word. */
export interface WeightFace {
  readonly number: { readonly value: string; readonly unit: string } | null;
  readonly word: WeightWord;
  readonly tone: Tone;
  readonly netGross: 'net' | 'gross' | null;
  readonly errors: readonly string[];
}

export type GatewayTimes = Pick<GatewaySummary, 'status' | 'depth' | 'lastEventAt' | 'lastCommittedAt'>;

export function weightFace(device: DeviceSummary, gateway: GatewayTimes, now: number): WeightFace {
  if (gateway.status === 'offline') {
    return without('gatewayOffline', 'quiet');
  }

  if (device.availability !== 'online') {
    return device.availability === 'offline' ? without('offline', 'bad') : without('unknown', 'quiet');
  }

  const sample = readSample(device.sample);
  if (!sample || device.sampleAt === null) {
    return without('never', 'quiet');
  }

  const age = now - Date.parse(device.sampleAt);
  if (Math.abs(age) <= sampleLimitMs) {
    return faceOf(sample);
  }

  return age < 0 || isClockOff(gateway, now) ? without('clock', 'bad') : without('stale', 'quiet');
}

/** A gateway that sends as things happen, and yet dates them otherwise, has a wrong clock: its readings cannot be told fresh from old. */
function isClockOff(gateway: GatewayTimes, now: number): boolean {
  if (gateway.depth !== 0 || gateway.lastEventAt === null || gateway.lastCommittedAt === null) {
    return false;
  }

  const committed = Date.parse(gateway.lastCommittedAt);
  return now - committed <= sampleLimitMs && Math.abs(committed - Date.parse(gateway.lastEventAt)) > sampleLimitMs;
}

/** The face of a sample whose age is known to be good. */
function faceOf(sample: Sample): WeightFace {
  if (sample.errors.length > 0) {
    return { ...without(errorWord(sample.errors), 'bad'), errors: sample.errors };
  }

  const moving = sample.stable === false || (sample.stable === null && sample.flags.some((flag) => flag === 'motion' || flag === 'in_motion'));
  if (sample.value === null) {
    return moving ? without('moving', 'busy') : without('noWeight', 'quiet');
  }

  if (sample.unit === null) {
    return without('noUnit', 'bad');
  }

  return {
    number: { value: sample.value, unit: sample.unit },
    word: moving ? 'moving' : sample.stable === true ? 'stable' : 'unsaid',
    tone: moving ? 'busy' : 'good',
    netGross: sample.netGross,
    errors: [],
  };
}

function errorWord(errors: readonly string[]): WeightWord {
  if (errors.some((error) => /^over/.test(error))) {
    return 'over';
  }

  return errors.some((error) => /^(under|below|negative)/.test(error)) ? 'under' : 'fault';
}

const without = (word: WeightWord, tone: Tone): WeightFace => ({ number: null, word, tone, netGross: null, errors: [] });
