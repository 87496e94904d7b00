import { getJson } from './client';

export interface Overview {
  readonly at: string;
  readonly stores: { readonly all: number; readonly online: number; readonly offline: number; readonly degraded: number };
  readonly today: { readonly people: number; readonly arrivals: number; readonly sales: number; readonly totalFen: number; readonly yesterdayTotalFen: number };
  readonly attention: {
    readonly lowStock: number;
    readonly negativeStock: number;
    readonly alarms: number;
    readonly draftPurchases: number;
    readonly latePurchases: number;
    readonly transfersShort: number;
    readonly deadLetters: number;
    readonly duplicates: number;
  };
  readonly books: { readonly wrong: number; readonly checkedAt: string | null };
  readonly storesToday: readonly {
    readonly store: string;
    readonly name: string;
    readonly people: number;
    readonly sales: number;
    readonly totalFen: number;
    readonly low: number;
    readonly online: boolean;
  }[];
}

export const getOverview = (signal?: AbortSignal) => getJson<Overview>('/api/overview', signal);
