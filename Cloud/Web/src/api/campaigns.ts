import { askJson, deleteJson, getJson, postJson } from './client';

export type MemberState = 'waiting' | 'told' | 'fetching' | 'staged' | 'trial' | 'done' | 'rolled_back' | 'refused' | 'gone';

export type CampaignState = 'running' | 'paused' | 'halted' | 'stopped' | 'finished';

/** A signed bundle that headquarters has. */
export interface Bundle {
  readonly hash: string;
  readonly version: string;
  readonly serial: number;
  readonly arch: string;
  readonly createdAt: string;
  readonly size: number;
  readonly files: number;
  readonly isSigned: boolean;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly campaigns: number;
}

/** How a campaign goes on; times are of the day, by the stores' clocks. */
export interface CampaignPlan {
  readonly canaryStores: readonly string[];
  readonly canaryCount: number;
  readonly percentages: readonly number[];
  readonly healthyMinutes: number;
  readonly windowFrom: string;
  readonly windowUntil: string;
  readonly atOnce: number;
  readonly backMinutes: number;
  readonly mostFailures: number;
  readonly mostFailurePercent: number;
}

export interface Campaign {
  readonly campaign: string;
  readonly name: string;
  readonly bundle: string;
  readonly version: string;
  readonly arch: string;
  readonly state: CampaignState;
  readonly reason: string;
  readonly stage: number;
  readonly healthySince: string | null;
  readonly plan: CampaignPlan;
  readonly leftOut: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly stages: readonly { readonly stage: number; readonly percent: number | null; readonly counts: Readonly<Record<string, number>> }[];
  readonly mayChange: boolean;
}

export interface CampaignGateway {
  readonly gateway: string;
  readonly store: string;
  readonly stage: number;
  readonly state: MemberState;
  readonly reason: string;
  readonly fetched: number;
  readonly toldAt: string | null;
  readonly changedAt: string;
  readonly isOnline: boolean;
  readonly version: string | null;
}

/** A campaign that is wanted. */
export interface CampaignBody extends Partial<CampaignPlan> {
  readonly name: string;
  readonly bundle: string;
  readonly stores: readonly string[];
}

/** A bundle has a hundred megabytes, and goes up a shop's line. */
const uploadMs = 30 * 60_000;

const part = encodeURIComponent;

export const listBundles = (signal?: AbortSignal) => getJson<Bundle[]>('/api/bundles', signal);

export const addBundle = (file: Blob) => askJson<Bundle>('/api/bundles', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }, undefined, uploadMs);

export const removeBundle = (hash: string) => deleteJson<unknown>(`/api/bundles/${part(hash)}`);

export const listCampaigns = (signal?: AbortSignal) => getJson<Campaign[]>('/api/campaigns', signal);

export const addCampaign = (body: CampaignBody) => postJson<Campaign>('/api/campaigns', body);

export const getCampaign = (id: string, signal?: AbortSignal) => getJson<Campaign>(`/api/campaigns/${part(id)}`, signal);

export const listCampaignGateways = (id: string, signal?: AbortSignal) => getJson<CampaignGateway[]>(`/api/campaigns/${part(id)}/gateways`, signal);

export const changeCampaign = (id: string, to: 'pause' | 'resume' | 'stop') => postJson<Campaign>(`/api/campaigns/${part(id)}/${to}`, {});
