import { getJson, postJson, query } from './client';

/** What headquarters keeps of a command that somebody sent to a gateway. */
export interface GatewayCommand {
  readonly id: string;
  readonly name: string;
  readonly device: string | null;
  readonly who: string;
  readonly askedAt: string;
  readonly status: string;
  readonly reason: string | null;
  readonly progress: { readonly done: number; readonly total: number | null; readonly unit: string } | null;
  readonly answeredAt: string | null;
  /** What it gave back, by the command; null in the list. */
  readonly body: unknown;
}

/** The body of an answered `logs`. */
export interface LogsResult {
  readonly cut: boolean;
  readonly lines: readonly { readonly at: string; readonly level: string; readonly from: string; readonly text: string }[];
}

/** The body of an answered `capture`. */
export interface CaptureResult {
  readonly device: string;
  readonly bytes: number;
  readonly cut: boolean;
  readonly pieces: readonly { readonly at: string; readonly direction: string; readonly hex: string; readonly text: string }[];
}

export type CommandName = 'zero' | 'tare' | 'restart-device' | 'capture' | 'logs' | 'restart';

/** A command as the page sends it. */
export interface WantedCommand {
  readonly name: CommandName;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A configuration that was once wanted of a gateway. */
export interface ConfigVersion {
  readonly version: number;
  readonly at: string;
  readonly who: string | null;
  readonly cause: string;
  readonly takenFrom: number | null;
  readonly status: string | null;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly reportedAt: string | null;
  /** Which template each section was of that was not the gateway's own. */
  readonly origins: Readonly<Record<string, string>>;
}

/** What is wanted of a gateway now, and where each section comes from. */
export interface WantedConfig {
  readonly version: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, string>>;
}

/** What differs between two of them; 0 is nothing at all. */
export interface ConfigChanges {
  readonly from: number;
  readonly to: number;
  readonly isCut: boolean;
  readonly changes: readonly { readonly path: string; readonly kind: string; readonly before: string | null; readonly after: string | null }[];
}

const part = encodeURIComponent;

/** How long a gateway is given to answer, in seconds; a capture of ten seconds fits in. */
const waitSeconds = 45;

export const listCommands = (gateway: string, signal?: AbortSignal) => getJson<GatewayCommand[]>(`/api/gateways/${part(gateway)}/commands`, signal);

export const getCommand = (gateway: string, id: string, signal?: AbortSignal) => getJson<GatewayCommand>(`/api/gateways/${part(gateway)}/commands/${part(id)}`, signal);

export const sendCommand = (gateway: string, { name, body }: WantedCommand, key: string) =>
  postJson<{ id: string }>(`/api/gateways/${part(gateway)}/commands/${name}${query({ later: true, wait: waitSeconds })}`, body, { key });

/** What is wanted of it now; there is none where it has no version. */
export const getConfig = (gateway: string, signal?: AbortSignal) => getJson<WantedConfig>(`/api/gateways/${part(gateway)}/config`, signal);

export const listConfigVersions = (gateway: string, before: number | null, signal?: AbortSignal) =>
  getJson<{ versions: readonly ConfigVersion[]; next: number | null }>(`/api/gateways/${part(gateway)}/config/versions${query({ before })}`, signal);

export const getConfigChanges = (gateway: string, version: number, from: number | null, signal?: AbortSignal) =>
  getJson<ConfigChanges>(`/api/gateways/${part(gateway)}/config/versions/${version}/changes${query({ from })}`, signal);

export const restoreConfig = (gateway: string, version: number) => postJson<{ version: number }>(`/api/gateways/${part(gateway)}/config/versions/${version}/restore`, {});
