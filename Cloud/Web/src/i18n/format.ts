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

/** Fen as yuan, every fen kept: 123456 is "¥1,234.56". */
export function formatMoney(language: Language, fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const money = cached(`m${language}`, () => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
  return `${fen < 0 ? '\u2212' : ''}¥${money.format(`${digits.slice(0, -2)}.${digits.slice(-2)}` as Intl.StringNumericLiteral)}`;
}

export type WeightUnit = 'kg' | 'jin';

/** The market's jin of 500 g. */
const gramsOf: Record<WeightUnit, number> = { kg: 1_000, jin: 500 };

/** A quantity of a product in its own unit as its digits alone: pieces whole, grams as kilograms or jin without a digit lost. */
export function formatQuantity(language: Language, quantity: number, unit: string, weight: WeightUnit): string {
  const number = cached(`q${language}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: 3 }));
  return number.format(unit === 'gram' ? quantity / gramsOf[weight] : quantity).replace('-', '\u2212');
}

/** What somebody typed, in the product's own unit; null where it is no such quantity. "1.25" kg is 1250. */
export function parseQuantity(text: string, unit: string, weight: WeightUnit): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,3})0*)?$/.exec(text.trim());
  if (!match || (unit !== 'gram' && match[2] !== undefined)) {
    return null;
  }

  const thousandths = Number(match[1]) * 1_000 + Number((match[2] ?? '').padEnd(3, '0'));
  return unit === 'gram' ? wholeOrNull((thousandths * gramsOf[weight]) / 1_000) : thousandths / 1_000;
}

const wholeOrNull = (value: number): number | null => (Number.isInteger(value) ? value : null);

export function formatDate(language: Language, then: number): string {
  return cached(`y${language}`, () => new Intl.DateTimeFormat(language, { dateStyle: 'medium' })).format(then);
}

export function formatPercent(language: Language, part: number, fractionDigits = 0): string {
  return cached(`p${language}${fractionDigits}`, () => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: fractionDigits })).format(part);
}

/** "850 m", "3.2 km". */
export function formatDistance(language: Language, metres: number): string {
  const far = metres >= 1_000;
  return cached(
    `l${language}${far}`,
    () => new Intl.NumberFormat(language, { style: 'unit', unit: far ? 'kilometer' : 'meter', unitDisplay: 'short', maximumFractionDigits: far ? 1 : 0 }),
  ).format(far ? metres / 1_000 : metres);
}
