import type { ImportView } from '../api/imports';
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
