import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why } from '../api/orders';

/** Words for what headquarters names by a code; a code that this page does not know is shown as it came. */
export function useGoodsWords() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const word = (area: string, code: string, values: Readonly<Record<string, string>> = {}): string | null => {
      const key = `${area}.${code}`;
      return i18n.exists(key) ? (t as (key: string, values: Readonly<Record<string, string>>) => string)(key, values) : null;
    };
    const plain = (code: string) => code.replaceAll('_', ' ');
    return {
      place: (location: string) => (location.startsWith('plate/') ? t('place.plate', { name: location.slice('plate/'.length) }) : (word('place', location) ?? location)),
      moved: (reason: string) => word('moved', reason) ?? plain(reason),
      scrapped: (reason: string) => word('scrap', `reason_${reason}`) ?? plain(reason),
      alarm: (kind: string) => word('alarms', `kind_${kind}`) ?? plain(kind),
      note: (code: string, values: Readonly<Record<string, string>>) => word('purchases', `note_${code}`, values) ?? plain(code),
      why: ({ code, text, values }: Why) => word('why', code, values) ?? text,
    };
  }, [t, i18n]);
}
