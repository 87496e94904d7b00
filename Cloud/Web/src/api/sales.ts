import type { EvidenceSaid } from '../ui/evidence';
import { getJson, postJson, putJson, query } from './client';

export interface SaleRow {
  readonly id: string;
  readonly store: string;
  readonly kind: 'sale' | 'return';
  readonly at: string;
  readonly till: string;
  readonly member: string | null;
  readonly memberName?: string | null;
  readonly totalFen: number;
  readonly points: number;
  readonly original: string | null;
  readonly said: string | null;
}

export interface SaleLine {
  readonly line: number;
  readonly sku: string;
  readonly name: string | null;
  readonly unit: 'piece' | 'gram';
  readonly quantity: number;
  readonly amountFen: number;
  readonly returned: number;
}

export interface Sale extends SaleRow {
  readonly receivedAt: string;
  readonly vouchers: readonly string[];
  readonly pointsBurnt: number;
  /** The customer's points just after it. */
  readonly balance: number | null;
  /** The version of the rules; 0 is none. */
  readonly programme: number;
  readonly evidence: EvidenceSaid;
  readonly lines: readonly SaleLine[];
}

/** A sale that came as an event and is not booked. */
export interface InboxRow {
  readonly id: string;
  readonly gateway: string;
  readonly position: number;
  readonly store: string;
  readonly kind: 'sale' | 'return';
  readonly at: string;
  readonly state: 'waiting' | 'refused';
  readonly sale: string | null;
  readonly attempts: number;
  readonly said: string | null;
  readonly evidence: EvidenceSaid;
}

export interface Sums {
  readonly sales: number;
  readonly returns: number;
  readonly soldFen: number;
  readonly returnedFen: number;
  readonly netFen: number;
  readonly memberSales: number;
  readonly memberFen: number;
}

export interface SalesSummary {
  readonly from: string;
  readonly to: string;
  readonly total: Sums;
  readonly days: readonly ({ readonly day: string } & Sums)[];
}

export interface PointsEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: 'earned' | 'burnt' | 'expired' | 'adjusted' | 'returned';
  readonly points: number;
  readonly expiresAt: string | null;
  readonly store: string | null;
  readonly sale: string | null;
  readonly evidence: EvidenceSaid;
  readonly who: string;
  readonly why: string | null;
}

export interface LevelChange {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
  readonly evidence: EvidenceSaid;
}

export interface Points {
  readonly member: string;
  readonly balance: number;
  /** Taken from what is earned next. */
  readonly owed: number;
  readonly level: string;
  readonly spendFen: number;
  readonly growth: number;
  readonly next: string | null;
  /** In the order they are burnt. */
  readonly lots: readonly { readonly remaining: number; readonly expiresAt: string | null; readonly at: string; readonly sale: string | null }[];
  readonly entries: readonly PointsEntry[];
  readonly levels: readonly LevelChange[];
}

export interface Voucher {
  readonly code: string;
  readonly name: string;
  readonly valueFen: number;
  readonly leastFen: number;
  readonly member: string | null;
  readonly store: string | null;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly uses: number;
  readonly usesLeft: number;
  readonly createdAt: string;
}

export type LevelRule =
  | { readonly kind: 'spend' | 'growth'; readonly least: number; readonly window: 'rolling'; readonly days: number }
  | { readonly kind: 'spend' | 'growth'; readonly least: number; readonly window: 'calendar'; readonly alsoLastYear?: boolean }
  | { readonly kind: 'paid'; readonly sku: string; readonly days: number };

export interface Level {
  readonly name: string;
  /** Whether the profile of one of this level goes to every store. */
  readonly everywhere: boolean;
  readonly rules: readonly LevelRule[];
}

export interface Programme {
  readonly timeZone: string;
  /** Lowest first; a customer has the highest of which any rule holds. */
  readonly levels: readonly Level[];
  readonly points: { readonly points: number; readonly perFen: number; readonly categories: readonly { readonly category: string; readonly percent: number }[]; readonly expireDays: number | null };
  readonly growth: { readonly growth: number; readonly perFen: number; readonly perSale: number };
  readonly stores: { readonly months: number; readonly unplaced: 'everywhere' | 'nowhere' };
}

export interface ProgrammeView {
  /** 0 is: there is none yet. */
  readonly version: number;
  readonly at: string | null;
  readonly who: string | null;
  readonly programme: Programme;
}

export interface ProgrammePreview {
  readonly members: number;
  readonly levels: readonly { readonly level: string; readonly now: number; readonly then: number }[];
  readonly up: number;
  readonly down: number;
}

export interface LevelCounts {
  readonly levels: readonly { readonly level: string; readonly members: number; readonly everywhere: boolean | null }[];
  readonly changes: readonly (LevelChange & { readonly member: string; readonly name?: string | null })[];
}

const ofCustomer = (id: string, rest: string) => `/api/customers/${encodeURIComponent(id)}/${rest}`;

export const listSales = (filter: { store?: string | null; member?: string | null; after: string | null }, signal?: AbortSignal) =>
  getJson<{ sales: SaleRow[]; next: string | null }>(`/api/sales${query({ ...filter, limit: 50 })}`, signal);

export const getSale = (id: string, signal?: AbortSignal) => getJson<Sale>(`/api/sales/${encodeURIComponent(id)}`, signal);

export const listInbox = (signal?: AbortSignal) => getJson<{ rows: InboxRow[] }>('/api/sales/inbox?state=refused&limit=50', signal);

export const retryInbox = (id: string) => postJson<unknown>(`/api/sales/inbox/${encodeURIComponent(id)}/retry`, {});

export const getSalesSummary = (store: string | null, days: number, signal?: AbortSignal) => getJson<SalesSummary>(`/api/sales/summary${query({ store, days })}`, signal);

export const getPoints = (id: string, before: string | null, signal?: AbortSignal) => getJson<Points>(ofCustomer(id, `points${query({ before, limit: 50 })}`), signal);

export const adjustPoints = (id: string, body: { id: string; points: number; why: string }) => postJson<{ balance: number; owed: number }>(ofCustomer(id, 'points/adjust'), body);

export const listVouchers = (member: string | null, after: string | null, signal?: AbortSignal) =>
  getJson<{ vouchers: Voucher[]; next: string | null }>(`/api/vouchers${query({ member, after, limit: 50 })}`, signal);

export const addVoucher = (body: { name: string; valueFen: number; leastFen?: number; member?: string; validUntil?: string; uses?: number }, key: string) =>
  postJson<Voucher>('/api/vouchers', body, { key });

export const getProgramme = (signal?: AbortSignal) => getJson<ProgrammeView>('/api/programme', signal);

export const saveProgramme = (version: number, programme: Programme) => putJson<ProgrammeView>('/api/programme', programme, { etag: String(version) });

export const previewProgramme = (programme: Programme, signal?: AbortSignal) => postJson<ProgrammePreview>('/api/programme/preview', programme, signal);

export const getLevels = (signal?: AbortSignal) => getJson<LevelCounts>('/api/members/levels', signal);
