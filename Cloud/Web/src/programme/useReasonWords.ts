import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/useFormat';

const sumOf = /^(spend|growth) of (-?\d+) in (?:(\d+) days|(\d{4})), from (\d+)$/;
const boughtUntil = /^(.+) was bought and holds until (\d{4}-\d{2}-\d{2})$/;

/** Why a level holds, as headquarters keeps it, in the reader's words; what is new to these pages as it is kept. */
export function useReasonWords(): (why: string) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (why) => {
    const sum = sumOf.exec(why);
    if (sum) {
      const [, kind, reached = '', days, year = '', least = ''] = sum;
      const amount = (value: string) => (kind === 'spend' ? format.money(Number(value)) : format.number(Number(value)));
      const within = days === undefined ? t('programme.whyYear', { year }) : t('programme.whyDays', { days });
      return t(kind === 'spend' ? 'programme.whySpend' : 'programme.whyGrowth', { within, reached: amount(reached), least: amount(least) });
    }

    const bought = boughtUntil.exec(why);
    if (bought) {
      return t('programme.whyPaid', { sku: bought[1], date: format.date(Date.parse(`${bought[2]}T12:00:00`)) });
    }

    return why === 'no rule holds' ? t('programme.whyNone') : why === 'given by hand' ? t('programme.whyGiven') : why;
  };
}
