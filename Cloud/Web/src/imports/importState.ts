import type { TFunction } from 'i18next';
import type { ImportMistake, ImportView } from '../api/imports';
import type { Tone } from '../ui/Mark';

export const importTones: Record<ImportView['state'], Tone> = {
  checking: 'wait', ready: 'warn', applying: 'wait', applied: 'good', undoing: 'wait', undone: 'none', failed: 'bad',
};

/** Whether headquarters is at work on it, so that it is worth asking again soon. */
export const isMoving = ({ state }: Pick<ImportView, 'state'>): boolean => state === 'checking' || state === 'applying' || state === 'undoing';

/** How many customers an import adds or changes. */
export const changesOf = ({ created, updated }: Pick<ImportView, 'created' | 'updated'>): number => created + updated;

/** The mapping with a field on another column; a column is one field only, so it leaves the one that had it. */
export function withField(mapping: Readonly<Record<string, number>>, field: string, column: number | null): Record<string, number> {
  const others = Object.entries(mapping).filter(([name, at]) => name !== field && at !== column);
  return Object.fromEntries(column === null ? others : [...others, [field, column]]);
}

export const largestBytes = 20 * 1024 * 1024;

/** Why a file is not sent at all; null where it is. */
export const mistakeOfFile = ({ name, size }: { readonly name: string; readonly size: number }): 'tooLarge' | 'wrongKind' | null =>
  size > largestBytes ? 'tooLarge' : /\.(csv|txt|tsv|xlsx)$/i.test(name) ? null : 'wrongKind';

const codes = ['length', 'name', 'phone', 'email', 'card', 'birthday', 'text', 'homeStore', 'assignedTo', 'tag', 'again', 'two', 'broken', 'erased', 'changed', 'merged', 'taken', 'used'] as const;
const kinds = ['phone', 'email', 'card', 'id'] as const;

/** What is wrong with a row, in the reader's language; as headquarters said it where that is of a version with other mistakes. */
export function wordsOf({ column, came, expected, code, values }: ImportMistake, t: TFunction): string {
  const known = codes.find((one) => one === code);
  if (known === undefined) {
    return t('imports.mistake', { column, came, expected });
  }

  const kind = kinds.find((one) => one === values[0]);
  return t(`imports.m_${known}`, { column, came, ...Object.fromEntries(values.entries()), ...(kind !== undefined && { kind: t(`imports.kind_${kind}`) }) });
}
