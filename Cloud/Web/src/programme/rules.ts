import type { Level, LevelRule, Programme } from '../api/sales';

/** What a programme begins as: one point a yuan, and nothing else promised. */
export const firstProgramme: Programme = {
  timeZone: 'Asia/Shanghai',
  levels: [],
  points: { points: 1, perFen: 100, categories: [], expireDays: 365 },
  growth: { growth: 1, perFen: 100, perSale: 0 },
  stores: { months: 13, unplaced: 'everywhere' },
};

export const firstRule: LevelRule = { kind: 'spend', least: 500_000, window: 'rolling', days: 365 };

export type RuleKind = LevelRule['kind'];

export type RuleWindow = 'rolling' | 'calendar' | 'calendarLast';

export const windowOf = (rule: Exclude<LevelRule, { kind: 'paid' }>): RuleWindow => (rule.window === 'rolling' ? 'rolling' : rule.alsoLastYear ? 'calendarLast' : 'calendar');

/** The same rule by another measure; what it has in common stays. */
export function withKind(rule: LevelRule, kind: RuleKind): LevelRule {
  const days = rule.kind === 'paid' || rule.window === 'rolling' ? rule.days : 365;
  if (kind === 'paid') {
    return { kind, sku: rule.kind === 'paid' ? rule.sku : '', days };
  }

  return rule.kind === 'paid' ? { kind, least: kind === 'spend' ? 500_000 : 1_000, window: 'rolling', days } : { ...rule, kind, least: rule.kind === kind ? rule.least : kind === 'spend' ? 500_000 : 1_000 };
}

export function withWindow(rule: Exclude<LevelRule, { kind: 'paid' }>, window: RuleWindow): LevelRule {
  const { kind, least } = rule;
  return window === 'rolling' ? { kind, least, window, days: rule.window === 'rolling' ? rule.days : 365 } : { kind, least, window: 'calendar', ...(window === 'calendarLast' ? { alsoLastYear: true } : {}) };
}

/** The list with one member replaced, or taken out where nothing takes its place. */
export const replaced = <T>(list: readonly T[], index: number, item: T | null): readonly T[] => list.flatMap((each, at) => (at === index ? (item === null ? [] : [item]) : [each]));

/** The list with two neighbours changed about. */
export function swapped<T>(list: readonly T[], index: number, by: 1 | -1): readonly T[] {
  const [one, other] = [list[index], list[index + by]];
  return one === undefined || other === undefined ? list : list.map((each, at) => (at === index ? other : at === index + by ? one : each));
}

/** Why a programme cannot be sent as it is: the first level of which something is missing; null where nothing is. */
export function mistakeOf({ levels }: Programme): { level: number; what: 'name' | 'twice' | 'rules' | 'sku' } | null {
  const at = (test: (level: Level, index: number) => boolean) => levels.findIndex(test);
  const checks: readonly (readonly ['name' | 'twice' | 'rules' | 'sku', number])[] = [
    ['name', at(({ name }) => name.trim() === '')],
    ['twice', at(({ name }, index) => levels.findIndex((other) => other.name.trim() === name.trim()) < index)],
    ['rules', at(({ rules }) => rules.length === 0)],
    ['sku', at(({ rules }) => rules.some((rule) => rule.kind === 'paid' && rule.sku.trim() === ''))],
  ];
  const found = checks.find(([, level]) => level >= 0);
  return found ? { level: found[1], what: found[0] } : null;
}
