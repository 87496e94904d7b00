import type { EvidenceSaid } from '../ui/evidence';
import { getJson, query } from './client';

/** People in all at one hour of one weekday (1 Monday to 7 Sunday), on so many such days. */
export interface HeatCell {
  readonly weekday: number;
  readonly hour: number;
  readonly people: number;
  readonly days: number;
}

export interface HeatMap {
  readonly from: string;
  readonly to: string;
  readonly cells: readonly HeatCell[];
  readonly peak: HeatCell | null;
}

export interface Arrival {
  readonly store: string;
  readonly visit: string;
  /** Null where the person was erased. */
  readonly member: string | null;
  readonly name: string | null;
  readonly level: string | null;
  readonly zone: string | null;
  readonly how: string;
  readonly arrivedAt: string;
  readonly claimedAt: string | null;
  readonly claimedBy: string | null;
  readonly claimSeconds: number | null;
  readonly dismissedAt: string | null;
  readonly dwellSeconds: number | null;
  readonly evidence: EvidenceSaid;
}

export interface VisitDay {
  readonly day: string;
  readonly people: number;
  readonly dwellSeconds: number | null;
  readonly arrivals: number;
  readonly sales: number;
  /** Sales per 1,000 people; null where it is not known. */
  readonly conversion: number | null;
}

export interface VisitSummary {
  readonly from: string;
  readonly to: string;
  readonly days: readonly VisitDay[];
  readonly claimSecondsMedian: number | null;
  readonly claimSecondsP95: number | null;
  readonly unclaimed: number;
}

export const getHeatMap = (store: string | null, from: string, to: string, signal?: AbortSignal) => getJson<HeatMap>(`/api/visits/heatmap${query({ store, from, to })}`, signal);

export const listArrivals = (filter: { store?: string | null; after: string | null }, signal?: AbortSignal) =>
  getJson<{ arrivals: Arrival[]; next: string | null }>(`/api/visits/arrivals${query({ ...filter, limit: 50 })}`, signal);

export const getVisitSummary = (store: string, days: number, signal?: AbortSignal) => getJson<VisitSummary>(`/api/visits/summary${query({ store, days })}`, signal);
