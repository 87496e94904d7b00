import { useMemo } from 'react';
import { usePreferences } from '../app/Preferences';
import * as format from '../i18n/format';

/** Numbers and times as the chosen language writes them. */
export function useFormat() {
  const { language } = usePreferences();
  return useMemo(
    () => ({
      number: (value: number, fractionDigits = 0) => format.formatNumber(language, value, fractionDigits),
      ago: (then: number, now: number) => format.formatAgo(language, then, now),
      span: (milliseconds: number, units?: number) => format.formatSpan(language, milliseconds, units),
      dateTime: (then: number) => format.formatDateTime(language, then),
      clock: (then: number) => format.formatClock(language, then),
      bytes: (bytes: number) => format.formatBytes(language, bytes),
      decimal: (decimal: string) => format.formatDecimal(language, decimal),
    }),
    [language],
  );
}
