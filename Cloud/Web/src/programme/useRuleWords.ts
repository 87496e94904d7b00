import { useTranslation } from 'react-i18next';
import type { LevelRule } from '../api/sales';
import { useFormat } from '../ui/useFormat';
import { windowOf } from './rules';

const keys = {
  spend: { rolling: 'programme.r_spendRolling', calendar: 'programme.r_spendCalendar', calendarLast: 'programme.r_spendCalendarLast' },
  growth: { rolling: 'programme.r_growthRolling', calendar: 'programme.r_growthCalendar', calendarLast: 'programme.r_growthCalendarLast' },
} as const;

/** A rule as a sentence. */
export function useRuleWords(): (rule: LevelRule) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (rule) => {
    if (rule.kind === 'paid') {
      return t('programme.r_paid', { sku: rule.sku, days: rule.days });
    }

    const least = rule.kind === 'spend' ? format.money(rule.least) : format.number(rule.least);
    return t(keys[rule.kind][windowOf(rule)], { least, days: rule.window === 'rolling' ? rule.days : 0 });
  };
}
