import type { Language } from './language';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly (readonly [number, Intl.RelativeTimeFormatUnit & ('second' | 'minute' | 'hour' | 'day')])[] = [
  [day, 'day'],
  [hour, 'hour'],
  [minute, 'minute'],
  [second, 'second'],
];

const cache = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) {
    return known as T;
  }

  const made = make();
  cache.set(key, made);
  return made;
}

export function formatNumber(language: Language, value: number, fractionDigits = 0): string {
  return cached(`n${language}${fractionDigits}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: fractionDigits })).format(value);
}

/** "3 s ago"; what lies in the future by a tick of another clock is "now". */
export function formatAgo(language: Language, then: number, now: number): string {
  const age = Math.max(0, now - then);
  const [size, unit] = steps.find(([step]) => age >= step) ?? [second, 'second'];
  const numeric = age < second ? 'auto' : 'always';
  return cached(`r${language}${numeric}`, () => new Intl.RelativeTimeFormat(language, { numeric, style: 'narrow' })).format(-Math.floor(age / size), unit);
}

/** "2m 10s": the largest units, as many as asked for. */
export function formatSpan(language: Language, milliseconds: number, units = 2): string {
  let rest = Math.max(0, milliseconds);
  const parts: string[] = [];
  for (const [size, unit] of steps) {
    const count = Math.floor(rest / size);
    if (count > 0 || (unit === 'second' && parts.length === 0)) {
      rest -= count * size;
      parts.push(cached(`u${language}${unit}`, () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' })).format(count));
    } else if (parts.length > 0) {
      break;
    }

    if (parts.length === units) {
      break;
    }
  }

  return parts.join(' ');
}

export function formatDateTime(language: Language, then: number): string {
  return cached(`d${language}`, () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })).format(then);
}

export function formatClock(language: Language, then: number): string {
  return cached(
    `c${language}`,
    () => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ).format(then);
}

export function formatBytes(language: Language, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = units[power] ?? 'byte';
  return cached(
    `b${language}${unit}`,
    () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: power === 0 ? 'narrow' : 'short', maximumFractionDigits: 1 }),
  ).format(bytes / 1_000 ** power);
}

/** A decimal as the device wrote it, every digit kept; only the grouping and the signs are the reader's. */
export function formatDecimal(language: Language, decimal: string): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  const number = cached(
    `x${language}${digits}`,
    () => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return number.format(decimal as Intl.StringNumericLiteral).replace('-', '\u2212');
}
