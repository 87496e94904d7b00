import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDecimal, formatSpan } from '../src/i18n/format';

const then = 1_700_000_000_000;

describe('formatAgo', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [1_000, '1s ago'],
    [3_999, '3s ago'],
    [59_999, '59s ago'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [86_400_000 * 2, '2d'],
  ])('says of %i ms: %s', (age, words) => {
    expect(formatAgo('en', then, then + age).replace('min', 'm').replace('hr.', 'h')).toContain(words);
  });

  it('takes a time just ahead of this clock for now', () => {
    expect(formatAgo('en', then, then - 900)).toBe('now');
  });

  it('speaks the chosen language', () => {
    expect(formatAgo('zh-CN', then, then + 3_000)).toMatch(/3\s?秒前/);
    expect(formatAgo('zh-TW', then, then + 3_600_000)).toMatch(/1\s?小時前/);
  });
});

describe('formatSpan', () => {
  it('names the largest units only', () => {
    expect(formatSpan('en', 0)).toBe('0s');
    expect(formatSpan('en', 130_000)).toBe('2m 10s');
    expect(formatSpan('en', 130_000, 1)).toBe('2m');
    expect(formatSpan('en', 3_600_000 * 25 + 61_000)).toBe('1d 1h');
    expect(formatSpan('en', 3_600_000 + 5_000)).toBe('1h');
  });
});

describe('formatDecimal', () => {
  it('keeps every digit the device wrote', () => {
    expect(formatDecimal('en', '1.250')).toBe('1.250');
    expect(formatDecimal('en', '0')).toBe('0');
    expect(formatDecimal('en', '12345.60')).toBe('12,345.60');
    expect(formatDecimal('en', '-0.005')).toBe('\u22120.005');
  });
});

describe('formatBytes', () => {
  it('picks the unit by size', () => {
    expect(formatBytes('en', 655)).toBe('655B');
    expect(formatBytes('en', 48_211)).toBe('48.2 kB');
    expect(formatBytes('en', 262_144_000)).toBe('262.1 MB');
  });
});
