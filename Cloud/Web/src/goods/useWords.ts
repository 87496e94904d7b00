import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why } from '../api/orders';
import { useQuantityText } from '../ui/Quantity';
import { useFormat } from '../ui/useFormat';

const moneyNames = new Set(['cost', 'left', 'budget']);
const quantityNames = new Set(['forecast', 'available', 'incoming', 'min', 'max', 'until', 'need', 'missing', 'multiple', 'quantity', 'pack', 'moq', 'after']);

/** Words for what headquarters names by a code; a code that this page does not know is shown as it came. */
export function useGoodsWords() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const quantityText = useQuantityText();
  return useMemo(() => {
    const word = (area: string, code: string, values: Readonly<Record<string, string>> = {}): string | null => {
      const key = `${area}.${code}`;
      return i18n.exists(key) ? (t as (key: string, values: Readonly<Record<string, string>>) => string)(key, values) : null;
    };
    const spoken = (name: string, value: string, unit: string): string => {
      if (moneyNames.has(name)) {
        return format.money(Math.round(Number(value) * 100));
      }

      return quantityNames.has(name) && /^-?\d+$/.test(value) ? quantityText(Number(value), unit) : /^\d{4}-\d{2}-\d{2}T/.test(value) ? format.dateTime(Date.parse(value)) : value;
    };
    const plain = (code: string) => code.replaceAll('_', ' ');
    return {
      place: (location: string) => (location.startsWith('plate/') ? t('place.plate', { name: location.slice('plate/'.length) }) : (word('place', location) ?? location)),
      moved: (reason: string) => word('moved', reason) ?? plain(reason),
      scrapped: (reason: string) => word('scrap', `reason_${reason}`) ?? plain(reason),
      alarm: (kind: string) => word('alarms', `kind_${kind}`) ?? plain(kind),
      note: (code: string, values: Readonly<Record<string, string>>) => word('purchases', `note_${code}`, values) ?? plain(code),
      /** A reason for a quantity of a product that is sold in this unit. */
      why: ({ code, text, values }: Why, unit: string) =>
        word('why', code, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spoken(name, value, unit)]))) ?? text,
    };
  }, [t, i18n, format, quantityText]);
}
