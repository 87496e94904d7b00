import { deleteJson, getJson, postJson, putJson, query } from './client';

export type Unit = 'piece' | 'gram';

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly gtin: string | null;
  readonly category: string;
  readonly unit: Unit;
  readonly costFen: number;
  readonly priceFen: number;
  readonly active: boolean;
  readonly updatedAt: string;
}

export type ProductBody = Partial<Omit<Product, 'sku' | 'updatedAt'>> & { readonly name: string };

export interface StockRow {
  readonly store: string;
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly incoming: number;
  readonly forecast: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly low: boolean;
}

export type LocationKind = 'vendor' | 'receiving' | 'shelf' | 'plate' | 'backroom' | 'basket' | 'customer' | 'loss' | 'scrap' | 'transit';

export interface EvidenceView {
  readonly kind: string;
  readonly id: string | null;
  readonly gateway: string | null;
  readonly position: number | null;
}

export interface StockMove {
  readonly id: string;
  readonly at: string;
  readonly store: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly from: string;
  readonly toStore: string;
  readonly to: string;
  readonly reason: string;
  readonly evidence: EvidenceView;
  readonly evidenceText: string;
  readonly who: string;
}

export interface StockCard extends StockRow {
  readonly locations: readonly {
    readonly location: string;
    readonly kind: LocationKind;
    readonly quantity: number;
    readonly movedAt: string;
    readonly counted: number | null;
    readonly countedAt: string | null;
  }[];
  readonly moves: readonly StockMove[];
  readonly reservations: readonly Reservation[];
}

export interface Books {
  readonly skus: number;
  readonly locations: number;
  readonly moves: number;
  readonly sum: number;
  readonly wrong: readonly { readonly store: string | null; readonly sku: string; readonly location: string | null; readonly says: number; readonly should: number; readonly what: 'sum' | 'level' }[];
  readonly stores: number;
  readonly checkedAt: string | null;
}

export interface ShelfPlate {
  readonly plate: string;
  readonly gateway: string | null;
  readonly device: string | null;
  readonly saidAt: string;
  readonly doubt: 'ambiguous' | 'disturbed' | null;
  readonly doubtAt: string | null;
  readonly evidence: EvidenceView | null;
  readonly goods: readonly {
    readonly sku: string;
    readonly name: string;
    readonly unit: Unit;
    readonly quantity: number;
    readonly counted: number | null;
    readonly toldAt: string | null;
    readonly movedAt: string;
    readonly low: boolean;
  }[];
}

export interface Shelves {
  readonly store: string;
  readonly plates: readonly ShelfPlate[];
  readonly alarms: readonly StockAlarm[];
}

export interface Reservation {
  readonly id: string;
  readonly store: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly state: 'held' | 'released' | 'fulfilled' | 'expired';
  readonly reason: string;
  readonly who: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
}

export interface StockAlarm {
  readonly id: string;
  readonly store: string;
  readonly kind: 'low' | 'shelf_low' | 'ambiguous' | 'disturbed' | 'count_unit' | 'basket';
  readonly subject: string;
  readonly name: string | null;
  readonly quantity: number | null;
  readonly threshold: number | null;
  readonly unit: Unit | null;
  readonly raisedAt: string;
  readonly endedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly evidence: EvidenceView;
  readonly evidenceText: string;
}

export interface TransferLine {
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly asked: number;
  readonly shipped: number;
  readonly received: number;
  readonly lost: number;
  readonly found: number;
  readonly missing: number;
}

export interface Transfer {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'draft' | 'shipped' | 'received' | 'cancelled';
  readonly who: string;
  readonly createdAt: string;
  readonly shippedAt: string | null;
  readonly receivedAt: string | null;
  readonly etag: string;
  readonly lines: readonly TransferLine[];
}

export interface StocktakeLine {
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly counted: number;
  readonly countedAt: string;
  readonly expected: number | null;
  readonly difference: number | null;
  readonly said: string | null;
}

export interface Stocktake {
  readonly id: string;
  readonly store: string;
  readonly location: string;
  readonly name: string;
  readonly state: 'open' | 'closed';
  readonly who: string;
  readonly source: 'page' | 'gateway';
  readonly startedAt: string;
  readonly closedAt: string | null;
  readonly lines: readonly StocktakeLine[];
}

export type StocktakeRow = Omit<Stocktake, 'lines'>;

export interface StorePlace {
  readonly name: string;
  readonly location: string;
}

export interface NearbyRow {
  readonly store: string;
  readonly name: string;
  readonly metres: number | null;
  readonly available: number;
  readonly onHand: number;
  readonly incoming: number;
}

export interface Nearby {
  readonly sku: string;
  readonly name: string;
  readonly rows: readonly NearbyRow[];
}

export interface TurnoverRow {
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly sold: number;
  readonly soldCostFen: number;
  readonly averageQuantity: number;
  readonly averageStockFen: number;
  readonly turnoverPermille: number | null;
  readonly coverDays: number | null;
  readonly lastSoldAt: string | null;
}

export interface Turnover extends Rows<TurnoverRow> {
  readonly store: string;
  readonly days: number;
  readonly soldCostFen: number;
  readonly averageStockFen: number;
  readonly turnoverPermille: number | null;
}

export type ScrapReason = 'expired' | 'damaged' | 'spoilt' | 'theft' | 'other';

export interface ScrappedRow {
  readonly sku: string;
  readonly name: string;
  readonly unit: Unit;
  readonly reason: string;
  readonly who: string;
  readonly quantity: number;
  readonly costFen: number;
}

export interface Scrapped {
  readonly rows: readonly ScrappedRow[];
  readonly costFen: number;
}

export type StockShow = 'all' | 'low' | 'negative';

const part = encodeURIComponent;

export const listProducts = (asked: { search?: string; after?: string | null; limit?: number }, signal?: AbortSignal) =>
  getJson<Rows<Product>>(`/api/products${query({ limit: 50, ...asked })}`, signal);

export const putProduct = (sku: string, body: ProductBody) => putJson<Product>(`/api/products/${part(sku)}`, body);

export const listStock = (asked: { store: string | null; search: string; show: StockShow; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<StockRow>>(`/api/stock${query({ ...asked, limit: 50 })}`, signal);

export const getCard = (store: string, sku: string, signal?: AbortSignal) => getJson<StockCard>(`/api/stock/${part(store)}/${part(sku)}`, signal);

export const listMoves = (asked: { store: string; sku?: string; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<StockMove>>(`/api/stock/moves${query({ ...asked, limit: 20 })}`, signal);

export const getBooks = (signal?: AbortSignal) => getJson<Books>('/api/stock/books', signal);

export const checkBooks = (body: { store?: string; full?: boolean }, key: string) => postJson<Books>('/api/stock/books/check', body, { key });

export const getShelves = (store: string, signal?: AbortSignal) => getJson<Shelves>(`/api/shelves/${part(store)}`, signal);

export const scrap = (store: string, body: { sku: string; quantity: number; from: string; reason: ScrapReason; note?: string }, key: string) =>
  postJson<StockMove>(`/api/stock/${part(store)}/scrap`, body, { key });

export const listScrapped = (store: string, days: number, signal?: AbortSignal) => getJson<Scrapped>(`/api/stock/scrapped${query({ store, days })}`, signal);

export const moveGoods = (store: string, body: { sku: string; quantity: number; from: string; to: string; note?: string }, key: string) =>
  postJson<StockMove>(`/api/stock/${part(store)}/moves`, body, { key });

export const reserve = (store: string, body: { sku: string; quantity: number; reason: string; minutes?: number }, key: string) =>
  postJson<Reservation>(`/api/stock/${part(store)}/reservations`, body, { key });

export const release = (store: string, id: string) => deleteJson<Reservation>(`/api/stock/${part(store)}/reservations/${part(id)}`);

export const listAlarms = (asked: { store: string | null; show: 'open' | 'all'; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<StockAlarm>>(`/api/stock/alarms${query({ ...asked, limit: 50 })}`, signal);

export const acknowledge = (id: string) => postJson<StockAlarm>(`/api/stock/alarms/${part(id)}/acknowledge`, {});

export const listTransfers = (asked: { store: string | null; show: 'open' | 'all'; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<Transfer>>(`/api/transfers${query({ ...asked, limit: 50 })}`, signal);

export const getTransfer = (id: string, signal?: AbortSignal) => getJson<Transfer>(`/api/transfers/${part(id)}`, signal);

export interface TransferQuantity {
  readonly sku: string;
  readonly quantity: number;
}

export const createTransfer = (body: { from: string; to: string; lines: readonly TransferQuantity[] }, key: string) => postJson<Transfer>('/api/transfers', body, { key });

export const shipTransfer = (id: string, lines: readonly TransferQuantity[], key: string) => postJson<Transfer>(`/api/transfers/${part(id)}/ship`, { lines }, { key });

export const receiveTransfer = (id: string, lines: readonly TransferQuantity[], key: string) => postJson<Transfer>(`/api/transfers/${part(id)}/receive`, { lines, key }, { key });

export const claimTransfer = (id: string, lines: readonly { sku: string; lost?: number; found?: number }[], key: string) =>
  postJson<Transfer>(`/api/transfers/${part(id)}/claims`, { lines }, { key });

export const cancelTransfer = (id: string) => postJson<Transfer>(`/api/transfers/${part(id)}/cancel`, {});

export const listStocktakes = (asked: { store: string | null; after: string | null }, signal?: AbortSignal) =>
  getJson<Rows<StocktakeRow>>(`/api/stocktakes${query({ ...asked, limit: 30 })}`, signal);

export const getStocktake = (id: string, signal?: AbortSignal) => getJson<Stocktake>(`/api/stocktakes/${part(id)}`, signal);

export const startStocktake = (body: { store: string; location: string }, key: string) => postJson<Stocktake>('/api/stocktakes', body, { key });

export const countLine = (id: string, body: { scan: string; code: string; quantity: number; set?: boolean }) => postJson<Stocktake>(`/api/stocktakes/${part(id)}/lines`, body);

export const closeStocktake = (id: string, missing: 'keep' | 'zero') => postJson<Stocktake>(`/api/stocktakes/${part(id)}/close`, { missing });

export const listPlaces = (store: string, signal?: AbortSignal) => getJson<{ rows: readonly StorePlace[] }>(`/api/stock/${part(store)}/locations`, signal);

export const getNearby = (store: string, sku: string, signal?: AbortSignal) => getJson<Nearby>(`/api/stock/nearby${query({ store, sku })}`, signal);

export const getTurnover = (asked: { store: string; days: number; sort: 'slow' | 'fast'; after: string | null }, signal?: AbortSignal) =>
  getJson<Turnover>(`/api/stock/turnover${query({ ...asked, limit: 50 })}`, signal);
