import { useMemo } from 'react';
import { usePreferences } from '../app/Preferences';
import * as format from '../i18n/format';

/** Numbers and times as the chosen language writes them. */
export function useFormat() {
  const { language, weight } = usePreferences();
  return useMemo(
    () => ({
      number: (value: number, fractionDigits = 0) => format.formatNumber(language, value, fractionDigits),
      ago: (then: number, now: number) => format.formatAgo(language, then, now),
      span: (milliseconds: number, units?: number) => format.formatSpan(language, milliseconds, units),
      dateTime: (then: number) => format.formatDateTime(language, then),
      clock: (then: number) => format.formatClock(language, then),
      bytes: (bytes: number) => format.formatBytes(language, bytes),
      decimal: (decimal: string) => format.formatDecimal(language, decimal),
      money: (fen: number) => format.formatMoney(language, fen),
      quantity: (quantity: number, unit: string) => format.formatQuantity(language, quantity, unit, weight),
      date: (then: number) => format.formatDate(language, then),
      percent: (part: number, fractionDigits?: number) => format.formatPercent(language, part, fractionDigits),
      distance: (metres: number) => format.formatDistance(language, metres),
    }),
    [language, weight],
  );
}
