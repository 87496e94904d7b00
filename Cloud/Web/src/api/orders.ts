import { deleteJson, getJson, patchJson, postJson, putJson, query } from './client';
import type { Rows, Unit } from './stock';

export type WhyCode =
  | 'forecast' | 'at-min' | 'above-min' | 'kept' | 'up-to-max' | 'on-demand' | 'rounded' | 'pack' | 'moq' | 'over-max' | 'no-supplier' | 'snoozed' | 'vip' | 'cover' | 'no-cover' | 'funded'
  | 'not-funded' | 'by-hand';

/** A reason as a code with its values, and in plain English for what this page does not know. */
export interface Why {
  readonly code: WhyCode;
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface ReplenishmentRow {
  readonly store: string;
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly incoming: number;
  readonly forecast: number;
  readonly min: number;
  readonly max: number;
  readonly multiple: number;
  readonly toOrder: number;
  readonly supplier: { readonly id: string; readonly name: string } | null;
  readonly priceFen: number | null;
  readonly costFen: number | null;
  readonly leadDays: number | null;
  readonly arrivesAt: string | null;
  readonly coverDays: number | null;
  readonly snoozedUntil: string | null;
  readonly snoozedBy: string | null;
  readonly why: readonly Why[];
  readonly vip: { readonly count: number; readonly names: readonly string[] } | null;
  readonly funded: boolean | null;
  readonly purchase: { readonly id: string; readonly state: PurchaseState } | null;
  readonly etag: string;
}

export interface ReorderRule {
  readonly store: string;
  readonly sku: string;
  readonly min: number;
  readonly max: number;
  readonly multiple: number;
  readonly supplier: string | null;
  readonly etag: string;
}

export type Channel = 'mail' | 'webhook' | 'none';

export interface Supplier {
  readonly id: string;
  readonly name: string;
  readonly channel: Channel;
  readonly address: string | null;
  readonly language: string;
  readonly leadDays: number;
  readonly active: boolean;
  readonly products: number;
  readonly etag: string;
}

export interface SupplierBody {
  readonly name: string;
  readonly channel: Channel;
  readonly address: string | null;
  readonly language: string;
  readonly leadDays: number;
}

export interface SupplierProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceFen: number;
  readonly pack: number;
  readonly moq: number;
  readonly leadDays: number | null;
}

export interface SupplierPerformance {
  readonly supplier: string;
  readonly days: number;
  readonly purchases: number;
  readonly leadHours: { readonly average: number; readonly least: number; readonly most: number } | null;
  readonly onTime: { readonly purchases: number; readonly of: number };
  readonly fill: { readonly ordered: number; readonly received: number; readonly permille: number | null };
  readonly open: number;
  readonly rows: readonly {
    readonly purchase: string;
    readonly store: string;
    readonly sentAt: string;
    readonly expectedAt: string | null;
    readonly lastReceivedAt: string | null;
    readonly leadHours: number | null;
    readonly ordered: number;
    readonly received: number;
  }[];
}

export type PurchaseState = 'draft' | 'sent' | 'partly' | 'received' | 'cancelled';

export interface PurchaseLine {
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly ordered: number;
  readonly received: number;
  readonly open: number;
  readonly priceFen: number;
  readonly costFen: number;
  readonly state: 'draft' | 'open' | 'done' | 'cancelled';
  readonly by: string;
  readonly funded: boolean;
  readonly why: readonly Why[];
}

export type NoteCode = 'line-gone' | 'line-changed' | 'line-added' | 'sent' | 'held-back' | 'acknowledged' | 'received' | 'over-received' | 'closed-short' | 'cancelled' | 'edited';

export interface PurchaseNote {
  readonly at: string;
  readonly who: string;
  readonly code: NoteCode;
  readonly values: Readonly<Record<string, string>>;
}

export interface PurchaseSummary {
  readonly id: string;
  readonly store: string;
  readonly supplier: { readonly id: string; readonly name: string };
  readonly state: PurchaseState;
  readonly lines: number;
  readonly totalFen: number;
  readonly unfunded: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly sentAt: string | null;
  readonly expectedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly endedAt: string | null;
  readonly etag: string;
}

export type PutAway = 'receiving' | 'backroom' | 'shelf';

export interface Purchase extends Omit<PurchaseSummary, 'lines'> {
  readonly lines: readonly PurchaseLine[];
  readonly notes: readonly PurchaseNote[];
  readonly remark: string;
  readonly reference: string | null;
  readonly receipts: readonly {
    readonly key: string;
    readonly at: string;
    readonly who: string;
    readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly to: PutAway }[];
  }[];
  readonly message: { readonly state: 'waiting' | 'sent' | 'failed' | null; readonly said: string | null } | null;
}

export interface Budget {
  readonly store: string;
  readonly period: 'week' | 'month';
  readonly amountFen: number;
  readonly from: string;
  readonly to: string;
  readonly spentFen: number;
  readonly leftFen: number;
  readonly proposedFen: number;
  readonly unfundedFen: number;
  readonly etag: string;
}

export interface GatewayPlanogram {
  readonly version?: string;
  readonly plates: readonly PlanogramPlate[];
}

export interface PlanogramPlate {
  readonly plate: string;
  readonly counts_per_gram?: number;
  readonly zero_counts?: number;
  readonly sample_hz?: number;
  readonly capacity_g?: number;
  readonly items: readonly PlanogramItem[];
  readonly start?: readonly { readonly sku: string; readonly count: number }[];
}

export interface PlanogramItem {
  readonly sku: string;
  readonly name?: string;
  readonly unit_g: number;
  readonly sigma_g: number;
  readonly pack?: number;
  readonly low?: number;
  readonly restored?: number;
}

export interface PlanogramView {
  readonly store: string;
  readonly gateway: string;
  readonly etag: string;
  readonly planogram: GatewayPlanogram | null;
  readonly applied: 'pending' | 'applied' | 'refused' | 'rolled_back';
  readonly said: readonly { readonly path: string; readonly message: string }[];
  readonly at: string | null;
  readonly who: string | null;
  readonly reportedAt: string | null;
  readonly plates: readonly string[];
}

export interface PlanogramVersion {
  readonly version: number;
  readonly at: string;
  readonly who: string;
  readonly applied: 'pending' | 'applied' | 'refused' | 'rolled_back';
  readonly said: readonly { readonly path: string; readonly message: string }[];
  readonly planogram: GatewayPlanogram | null;
}

const part = encodeURIComponent;

export const listReplenishment = (asked: { store: string | null; show: 'needed' | 'all'; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<ReplenishmentRow>>(`/api/replenishment${query({ ...asked, limit: 50 })}`, signal);

export const getReplenishment = (store: string, sku: string, signal?: AbortSignal) => getJson<ReplenishmentRow>(`/api/replenishment/${part(store)}/${part(sku)}`, signal);

export const orderOnce = (store: string, sku: string, body: { quantity?: number; supplier?: string }, key: string) =>
  postJson<Purchase>(`/api/replenishment/${part(store)}/${part(sku)}/order`, body, { key });

export const snooze = (store: string, sku: string, body: { until: string | null; why?: string }) =>
  postJson<ReplenishmentRow | undefined>(`/api/replenishment/${part(store)}/${part(sku)}/snooze`, body);

export const putRule = (store: string, sku: string, body: { min: number; max: number; multiple: number; supplier?: string | null }, etag?: string) =>
  putJson<ReorderRule>(`/api/reorder-rules/${part(store)}/${part(sku)}`, body, { etag });

export const deleteRule = (store: string, sku: string, etag: string) => deleteJson<void>(`/api/reorder-rules/${part(store)}/${part(sku)}`, { etag });

export const listSuppliers = (asked: { search?: string; after?: string | null }, signal?: AbortSignal) =>
  getJson<Rows<Supplier>>(`/api/suppliers${query({ ...asked, limit: 50 })}`, signal);

export const getSupplier = (id: string, signal?: AbortSignal) => getJson<Supplier>(`/api/suppliers/${part(id)}`, signal);

export const createSupplier = (body: SupplierBody, key: string) => postJson<Supplier>('/api/suppliers', body, { key });

export const patchSupplier = (id: string, body: Partial<SupplierBody> & { active?: boolean }, etag: string) => patchJson<Supplier>(`/api/suppliers/${part(id)}`, body, { etag });

export const listSupplierProducts = (id: string, after: string | null, signal?: AbortSignal) =>
  getJson<Rows<SupplierProduct>>(`/api/suppliers/${part(id)}/products${query({ after, limit: 50 })}`, signal);

export const putSupplierProduct = (id: string, sku: string, body: { priceFen: number; pack?: number; moq?: number; leadDays?: number | null }) =>
  putJson<SupplierProduct>(`/api/suppliers/${part(id)}/products/${part(sku)}`, body);

export const deleteSupplierProduct = (id: string, sku: string) => deleteJson<void>(`/api/suppliers/${part(id)}/products/${part(sku)}`);

export const getPerformance = (id: string, days: number, signal?: AbortSignal) =>
  getJson<SupplierPerformance>(`/api/suppliers/${part(id)}/performance${query({ days })}`, signal);

export const listPurchases = (asked: { store: string | null; state: PurchaseState | null; supplier?: string | null; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<PurchaseSummary>>(`/api/purchases${query({ ...asked, limit: 50 })}`, signal);

export const getPurchase = (id: string, signal?: AbortSignal) => getJson<Purchase>(`/api/purchases/${part(id)}`, signal);

export const createPurchase = (body: { store: string; supplier: string; lines: readonly { sku: string; ordered: number }[]; remark?: string }, key: string) =>
  postJson<Purchase>('/api/purchases', body, { key });

export const patchPurchase = (id: string, body: { lines?: readonly { sku: string; ordered: number }[]; remark?: string; expectedAt?: string }, etag: string) =>
  patchJson<Purchase>(`/api/purchases/${part(id)}`, body, { etag });

export const sendPurchase = (id: string, beyondBudget: boolean, key: string) => postJson<Purchase>(`/api/purchases/${part(id)}/send`, { beyondBudget }, { key });

export interface ReceiveBody {
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly to: PutAway }[];
  readonly over: boolean;
  readonly last: boolean;
}

export const receivePurchase = (id: string, body: ReceiveBody, key: string) => postJson<Purchase>(`/api/purchases/${part(id)}/receive`, body, { key });

export const closePurchase = (id: string, why: string) => postJson<Purchase>(`/api/purchases/${part(id)}/close`, { why });

export const cancelPurchase = (id: string, why: string) => postJson<Purchase>(`/api/purchases/${part(id)}/cancel`, { why });

export const getBudget = (store: string, signal?: AbortSignal) => getJson<Budget>(`/api/budgets/${part(store)}`, signal);

export const putBudget = (store: string, body: { period: 'week' | 'month'; amountFen: number }, etag?: string) => putJson<Budget>(`/api/budgets/${part(store)}`, body, { etag });

export const listPlanograms = (store: string, signal?: AbortSignal) => getJson<readonly PlanogramView[]>(`/api/planograms/${part(store)}`, signal);

export const getPlanogram = (store: string, gateway: string, signal?: AbortSignal) => getJson<PlanogramView>(`/api/planograms/${part(store)}/${part(gateway)}`, signal);

export const putPlanogram = (store: string, gateway: string, planogram: GatewayPlanogram | null, etag: string) =>
  putJson<PlanogramView>(`/api/planograms/${part(store)}/${part(gateway)}`, planogram, { etag });

export const listPlanogramVersions = (store: string, gateway: string, signal?: AbortSignal) =>
  getJson<readonly PlanogramVersion[]>(`/api/planograms/${part(store)}/${part(gateway)}/versions`, signal);
