import { deleteJson, getJson, postJson, putJson } from './client';
import type { ConfigChanges } from './gateways';

/** A group of stores: those that are listed, and every store of a region. */
export interface StoreGroup {
  readonly group: string;
  readonly version: number;
  readonly name: string;
  readonly region: string | null;
  readonly stores: readonly string[];
  /** How many stores are in it, listed or by region. */
  readonly members: number;
}

/** A template without its sections' values. */
export interface TemplateRow {
  readonly template: string;
  readonly version: number;
  readonly name: string;
  readonly group: string;
  readonly rank: number;
  readonly sections: readonly string[];
  readonly at: string;
  readonly who: string;
  readonly gateways: number;
  /** How many of them are still to get what templates now say. */
  readonly waiting: number;
}

/** One version of it, whole. */
export interface TemplateVersion {
  readonly template: string;
  readonly version: number;
  readonly name: string;
  readonly group: string;
  readonly rank: number;
  readonly sections: unknown;
  readonly at: string;
  readonly who: string;
}

/** A template as it is to be. */
export interface TemplateBody {
  readonly name: string;
  readonly group: string;
  readonly rank: number;
  readonly sections: unknown;
}

/** What putting it in force would do. */
export interface TemplatePreview {
  readonly mistakes: readonly { readonly path: string; readonly message: string }[];
  readonly changed: number;
  readonly same: number;
  readonly gateways: readonly { readonly store: string; readonly gateway: string; readonly isCut: boolean; readonly changes: ConfigChanges['changes'] }[];
}

const part = encodeURIComponent;

export const listGroups = (signal?: AbortSignal) => getJson<StoreGroup[]>('/api/groups', signal);

export const saveGroup = (group: string, body: Pick<StoreGroup, 'name' | 'region' | 'stores'>, version: number) =>
  putJson<StoreGroup>(`/api/groups/${part(group)}`, body, { etag: String(version) });

export const removeGroup = (group: string) => deleteJson<void>(`/api/groups/${part(group)}`);

export const listTemplates = (signal?: AbortSignal) => getJson<TemplateRow[]>('/api/templates', signal);

export const listTemplateVersions = (template: string, signal?: AbortSignal) => getJson<TemplateVersion[]>(`/api/templates/${part(template)}/versions`, signal);

export const previewTemplate = (template: string, body: TemplateBody) => postJson<TemplatePreview>(`/api/templates/${part(template)}/preview`, body);

export const saveTemplate = (template: string, body: TemplateBody, version: number) => putJson<TemplateVersion>(`/api/templates/${part(template)}`, body, { etag: String(version) });

export const removeTemplate = (template: string, version: number) => deleteJson<void>(`/api/templates/${part(template)}`, { etag: String(version) });
