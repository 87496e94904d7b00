import { askJson, deleteJson, getJson, patchJson, postJson, putJson, query } from './client';

export type FaceState = 'none' | 'given' | 'recalling' | 'withdrawn';

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly phone: string | null;
  readonly lastVisit: string | null;
  readonly face: FaceState;
  readonly stores: number;
  readonly updatedAt: string;
  readonly joinedAt: string | null;
  readonly homeStore: string | null;
  readonly tags: readonly string[];
  readonly source: string;
}

export interface CustomerPage {
  readonly customers: readonly CustomerRow[];
  readonly next: string | null;
}

export interface Goods {
  readonly sku: string;
  readonly name: string;
}

export interface FaceConsent {
  readonly store: string;
  readonly storeName: string;
  readonly gateway: string;
  readonly online: boolean;
  readonly state: 'given' | 'relayed' | 'recalling' | 'withdrawn';
  readonly textVersion: string | null;
  readonly language: string | null;
  readonly otherStores: boolean;
  readonly givenAt: string;
  readonly withdrawnAt: string | null;
  readonly attempts: number;
  readonly said: string | null;
}

export interface Identity {
  readonly source: string;
  readonly externalId: string;
  readonly customer: string;
  readonly since: string;
}

export interface Note {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly text: string;
  readonly customer: string;
}

export interface Merge {
  readonly id: string;
  readonly keep: string;
  readonly merged: string;
  readonly mergedName: string;
  readonly at: string;
  readonly who: string;
}

/** Each opens the timeline with what it is counted from. */
export interface Figures {
  readonly purchases: number;
  readonly spentFen: number;
  readonly lastPurchase: string | null;
  readonly points: number | null;
  readonly visits: number;
  readonly lastVisit: string | null;
}

/** Contacts come masked; an auditor gets none of them. */
export interface Customer {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly level: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly card: string | null;
  readonly birthday: string | null;
  readonly joinedAt: string | null;
  readonly homeStore: string | null;
  readonly assignedTo: string | null;
  readonly source: string;
  readonly usual: readonly Goods[];
  /** What the stores' staff are shown with the profile. */
  readonly hints: readonly string[];
  readonly tags: readonly string[];
  readonly notes: readonly Note[];
  readonly identities: readonly Identity[];
  readonly merges: readonly Merge[];
  readonly others: readonly { readonly id: string; readonly phone: string | null; readonly email: string | null; readonly card: string | null }[];
  readonly lastVisit: string | null;
  readonly face: FaceState;
  readonly consents: readonly FaceConsent[];
  readonly figures: Figures;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is typed about a customer; null takes away. */
export interface CustomerBody {
  readonly name?: string;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly card?: string | null;
  readonly birthday?: string | null;
  readonly hints?: readonly string[];
  readonly assignedTo?: string | null;
  readonly homeStore?: string | null;
  readonly joined?: boolean;
}

export type Contact = 'phone' | 'email' | 'card' | 'birthday';

export type TimelineKind =
  | 'sale' | 'return' | 'points' | 'visit' | 'face-consent' | 'consent' | 'note' | 'merge' | 'unmerge' | 'reveal' | 'identity' | 'import' | 'changed' | 'created';

/** What an entry stands on; an event's id is "gateway number/position". */
export interface TimelineEvidence {
  readonly kind: string;
  readonly id: string;
  readonly store?: string | null;
  readonly gateway?: string | null;
}

export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: TimelineKind;
  readonly customer: string;
  readonly store: string | null;
  readonly text: string | null;
  readonly amountFen: number | null;
  readonly points: number | null;
  readonly count: number | null;
  readonly seconds: number | null;
  readonly who: string | null;
  readonly evidence: TimelineEvidence;
}

export const purposes = ['marketing', 'profiling', 'survey'] as const;
export const channels = ['any', 'sms', 'email', 'phone', 'wechat', 'post'] as const;

export interface MarketingConsent {
  readonly purpose: (typeof purposes)[number];
  readonly channel: (typeof channels)[number];
  readonly given: boolean;
  readonly textVersion: string;
  readonly language: string;
  readonly at: string;
  readonly who: string;
  readonly source: string;
}

export interface Consents {
  readonly current: readonly MarketingConsent[];
  readonly history: readonly MarketingConsent[];
  readonly face: readonly FaceConsent[];
}

export interface Duplicate {
  readonly one: CustomerRow;
  readonly other: CustomerRow;
  readonly why: readonly ('phone' | 'email' | 'card' | 'name')[];
  readonly since: string;
}

/** A face or a marketing consent anywhere in the chain. */
export interface ConsentRow {
  readonly kind: 'face' | 'marketing';
  readonly customer: string;
  readonly name: string;
  readonly store: string | null;
  readonly storeName: string | null;
  readonly gateway: string | null;
  readonly purpose: MarketingConsent['purpose'] | null;
  readonly channel: MarketingConsent['channel'] | null;
  readonly state: FaceConsent['state'];
  readonly textVersion: string | null;
  readonly language: string | null;
  readonly at: string;
  readonly online: boolean | null;
}

/** A text that people agreed to, and how many hold to it. */
export interface ConsentText {
  readonly kind: 'face' | 'marketing';
  readonly purpose: MarketingConsent['purpose'] | null;
  readonly version: string | null;
  readonly language: string | null;
  readonly given: number;
  readonly withdrawn: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface Receipt {
  readonly id: string;
  readonly customer: string;
  readonly customers: readonly string[];
  readonly at: string;
  readonly who: string;
  readonly removed: readonly { readonly where: string; readonly what: string; readonly rows: number }[];
  readonly gateways: readonly {
    readonly store: string;
    readonly storeName: string;
    readonly gateway: string;
    readonly online: boolean;
    readonly profile: 'removed' | 'on its way' | 'never there';
    readonly face: 'removed' | 'on its way' | 'never there';
    readonly said: string | null;
  }[];
  readonly complete: boolean;
  readonly remains: readonly string[];
}

const at = (id: string, rest = '') => `/api/customers/${encodeURIComponent(id)}${rest}`;

export const listCustomers = (filter: { search: string; tag: string | null; level: string | null; after: string | null; limit?: number }, signal?: AbortSignal) =>
  getJson<CustomerPage>(`/api/customers${query({ limit: 50, ...filter })}`, signal);

export const listTags = (signal?: AbortSignal) => getJson<{ tags: { tag: string; customers: number }[] }>('/api/customers/tags', signal);

export const getCustomer = (id: string, signal?: AbortSignal) => getJson<Customer>(at(id), signal);

export const addCustomer = (body: CustomerBody, key: string) => postJson<Customer>('/api/customers', body, { key });

export const editCustomer = (id: string, revision: number, body: CustomerBody) => patchJson<Customer>(at(id), body, { etag: String(revision) });

export const reveal = (id: string, what: Contact, why: string) => postJson<{ what: string; value: string | null }>(at(id, '/reveal'), { what, why });

export const addTag = (id: string, tag: string) => putJson<void>(at(id, `/tags/${encodeURIComponent(tag)}`), undefined);

export const removeTag = (id: string, tag: string) => deleteJson<void>(at(id, `/tags/${encodeURIComponent(tag)}`));

export const addNote = (id: string, text: string, key: string) => postJson<Note>(at(id, '/notes'), { text }, { key });

export const removeNote = (id: string, note: string) => deleteJson<void>(at(id, `/notes/${encodeURIComponent(note)}`));

export const listTimeline = (id: string, kind: TimelineKind | null, before: string | null, signal?: AbortSignal) =>
  getJson<{ entries: TimelineEntry[]; next: string | null }>(at(id, `/timeline${query({ kind, before, limit: 30 })}`), signal);

export const getConsents = (id: string, signal?: AbortSignal) => getJson<Consents>(at(id, '/consents'), signal);

export const putConsent = (id: string, body: Pick<MarketingConsent, 'purpose' | 'channel' | 'given' | 'textVersion' | 'language'>) => putJson<Consents>(at(id, '/consents'), body);

export const withdrawFace = (id: string) => postJson<unknown>(`/api/members/${encodeURIComponent(id)}/withdraw`, {});

const linkPath = (id: string) => `/api/members/${encodeURIComponent(id)}/link`;

export const getMemberLink = (id: string, signal?: AbortSignal) => getJson<{ path: string }>(linkPath(id), signal);

/** The link before is worth nothing from then on. */
export const newMemberLink = (id: string) => postJson<{ path: string }>(linkPath(id), {});

export const listDuplicates = (after: string | null, signal?: AbortSignal) =>
  getJson<{ duplicates: Duplicate[]; next: string | null }>(`/api/customers/duplicates${query({ after, limit: 50 })}`, signal);

export const dismissDuplicate = (one: string, other: string) => postJson<void>('/api/customers/duplicates/dismiss', { one, other });

export const mergeCustomers = (keep: string, merged: string, key: string) => postJson<Merge>('/api/customers/merges', { keep, merged }, { key });

export const undoMerge = (id: string) => deleteJson<Customer>(`/api/customers/merges/${encodeURIComponent(id)}`);

export const reassign = (from: string, to: string | null) => postJson<{ customers: number }>('/api/customers/reassign', { from, to });

export const exportCustomer = (id: string) => getJson<unknown>(at(id, '/export'));

export const eraseCustomer = (id: string, why: string) => postJson<Receipt>(at(id, '/erase'), { why });

export const getErasure = (id: string, signal?: AbortSignal) => getJson<Receipt>(at(id, '/erasure'), signal);

export const listConsents = (filter: { kind: string; state: string | null; text: string | null; after: string | null }, signal?: AbortSignal) =>
  getJson<{ consents: ConsentRow[]; next: string | null }>(`/api/consents${query({ ...filter, limit: 50 })}`, signal);

export const listConsentTexts = (signal?: AbortSignal) => getJson<{ texts: ConsentText[] }>('/api/consents/texts', signal);

/** The file itself is the body. */
export const sendFile = <T>(path: string, file: Blob, signal?: AbortSignal) => askJson<T>(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }, signal);
