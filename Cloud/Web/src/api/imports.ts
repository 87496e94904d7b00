import { sendFile } from './customers';
import { getJson, patchJson, postJson, query } from './client';

export const importFields = ['name', 'phone', 'email', 'card', 'birthday', 'level', 'homeStore', 'assignedTo', 'externalId', 'tag', 'note'] as const;

export type ImportField = (typeof importFields)[number];

export interface ImportView {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly headers: readonly string[];
  /** The column of each field, from 0. */
  readonly mapping: Readonly<Record<string, number>>;
  readonly state: 'checking' | 'ready' | 'applying' | 'applied' | 'undoing' | 'undone' | 'failed';
  readonly rows: number;
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly same: number;
  readonly refused: number;
  readonly applied: number;
  readonly undone: number;
  readonly kept: number;
  readonly who: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly said: string | null;
  readonly options: { readonly join: boolean; readonly overwrite: boolean; readonly tag: string | null };
}

export type RowOutcome = 'new' | 'updated' | 'same' | 'refused';

export interface ImportMistake {
  readonly column: string;
  readonly came: string;
  readonly expected: string;
  /** Which mistake it is; null for those of earlier versions. */
  readonly code: string | null;
  readonly values: readonly string[];
}

export interface ImportRow {
  /** As a spreadsheet counts; the header is 1. */
  readonly row: number;
  readonly outcome: RowOutcome | null;
  readonly state: 'waiting' | 'applied' | 'undone' | 'kept';
  readonly customer: string | null;
  readonly cells: readonly string[];
  readonly mistakes: readonly ImportMistake[];
}

const at = (id: string, rest = '') => `/api/imports/${encodeURIComponent(id)}${rest}`;

export const listImports = (after: string | null, signal?: AbortSignal) => getJson<{ imports: ImportView[]; next: string | null }>(`/api/imports${query({ after, limit: 30 })}`, signal);

export const startImport = (file: File) => sendFile<ImportView>(`/api/imports${query({ name: file.name })}`, file);

export const getImport = (id: string, signal?: AbortSignal) => getJson<ImportView>(at(id), signal);

export const editImport = (id: string, body: { mapping?: Readonly<Record<string, number>>; options?: ImportView['options'] }) => patchJson<ImportView>(at(id), body);

export const applyImport = (id: string) => postJson<unknown>(at(id, '/apply'), {});

export const undoImport = (id: string) => postJson<unknown>(at(id, '/undo'), {});

export const refusedPath = (id: string) => at(id, '/refused.csv');

export const listImportRows = (id: string, outcome: RowOutcome | null, after: string | null, signal?: AbortSignal) =>
  getJson<{ rows: ImportRow[]; next: string | null }>(at(id, `/rows${query({ outcome, after, limit: 50 })}`), signal);
