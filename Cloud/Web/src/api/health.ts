import { getJson, postJson, query } from './client';
import type { DeviceSummary } from './types';

export type GatewayState = 'unknown' | 'online' | 'degraded' | 'offline' | 'lying';

export type AlarmKind = 'offline' | 'lying' | 'device_offline' | 'outbox_growing' | 'disk_low' | 'worn' | 'hot' | 'undervoltage' | 'clock_unsynced' | 'certificate_ending' | 'campaign_halted';

/** What a gateway said of itself; null is what it does not say. */
export interface HealthNumbers {
  readonly cpu: number | null;
  readonly temperature: number | null;
  readonly memoryTotal: number | null;
  readonly memoryAvailable: number | null;
  readonly diskSize: number | null;
  readonly diskFree: number | null;
  readonly wear: number | null;
  readonly undervoltage: boolean | null;
  readonly throttled: boolean | null;
  readonly clockSynced: boolean | null;
  readonly clockOffsetMs: number | null;
  readonly depth: number | null;
  readonly oldestSeconds: number | null;
  readonly roundTripMs: number | null;
  readonly lagMs: number | null;
  readonly devicesOnline: number | null;
  readonly devicesTotal: number | null;
  readonly uptimeSeconds: number | null;
}

export interface FleetGateway {
  readonly gateway: string;
  readonly store: string;
  readonly storeName: string;
  readonly region: string | null;
  readonly latitudeE6: number | null;
  readonly longitudeE6: number | null;
  readonly state: GatewayState;
  readonly since: string | null;
  readonly reasons: readonly AlarmKind[];
  readonly version: string | null;
  readonly lastCommittedAt: string | null;
  readonly healthAt: string | null;
  readonly health: HealthNumbers | null;
  readonly openAlarms: number;
  readonly waitingAlarms: number;
}

/** Which gateways are asked for; empty and null are all. */
export interface FleetFilter {
  readonly state: GatewayState | null;
  readonly store: string | null;
  readonly region: string;
  readonly version: string;
  readonly find: string;
}

/** A page of gateways, the ill ones first. */
export interface FleetPage {
  readonly rows: readonly FleetGateway[];
  readonly next: string | null;
}

/** A store with the worst state of its gateways; gateway is its only one. */
export interface FleetPlace {
  readonly store: string;
  readonly storeName: string;
  readonly latitudeE6: number;
  readonly longitudeE6: number;
  readonly state: GatewayState;
  readonly gateways: number;
  readonly gateway: string | null;
}

export interface FleetSummary {
  readonly states: Readonly<Record<GatewayState, number>>;
  readonly regions: readonly string[];
  readonly versions: readonly string[];
}

export interface HealthSample {
  readonly at: string;
  readonly cpu: number | null;
  readonly temperature: number | null;
  readonly memoryUsed: number | null;
  readonly diskFree: number | null;
  readonly depth: number | null;
  readonly oldestSeconds: number | null;
  readonly roundTripMs: number | null;
  readonly lagMs: number | null;
}

export interface StateChange {
  readonly at: string;
  readonly state: GatewayState;
  readonly reasons: readonly AlarmKind[];
}

export interface GatewayAlarm {
  readonly id: string;
  readonly gateway: string;
  readonly store: string;
  readonly kind: AlarmKind;
  readonly detail: string;
  readonly openedAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly mutedUntil: string | null;
  readonly mutedBy: string | null;
  readonly escalatedAt: string | null;
  readonly closedAt: string | null;
}

export interface GatewayDay {
  readonly gateway: FleetGateway;
  readonly devices: readonly DeviceSummary[];
  readonly samples: readonly HealthSample[];
  readonly changes: readonly StateChange[];
  readonly alarms: readonly GatewayAlarm[];
}

const part = encodeURIComponent;

export const listFleet = (asked: FleetFilter & { after: string | null }, signal?: AbortSignal) => getJson<FleetPage>(`/api/fleet${query({ ...asked, limit: 50 })}`, signal);

export const getFleetSummary = (store: string | null, signal?: AbortSignal) => getJson<FleetSummary>(`/api/fleet/summary${query({ store })}`, signal);

export const getFleetMap = (asked: FleetFilter, signal?: AbortSignal) => getJson<FleetPlace[]>(`/api/fleet/map${query({ ...asked })}`, signal);

export const getGatewayDay = (gateway: string, signal?: AbortSignal) => getJson<GatewayDay>(`/api/gateways/${part(gateway)}/health`, signal);

export const acknowledgeGatewayAlarm = (id: string) => postJson<GatewayAlarm>(`/api/gateway-alarms/${part(id)}/acknowledge`, {});

export const muteGatewayAlarm = (id: string, minutes: number) => postJson<GatewayAlarm>(`/api/gateway-alarms/${part(id)}/mute`, { minutes });
