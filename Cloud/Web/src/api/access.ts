import { deleteJson, getJson, patchJson, postJson, putJson, query } from './client';

export type Role = 'admin' | 'region' | 'manager' | 'associate' | 'auditor' | 'till';

export const roles: readonly Role[] = ['admin', 'region', 'manager', 'associate', 'auditor', 'till'];

/** Who is signed in; `stores` null is all of them. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly login: string | null;
  readonly role: Role;
  readonly stores: readonly string[] | null;
  readonly permissions: readonly string[];
}

export interface Provider {
  readonly name: string;
  readonly title: string;
  readonly path: string;
}

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly regions: readonly string[];
  readonly stores: readonly string[];
  readonly active: boolean;
  readonly hasPassword: boolean;
  readonly links: readonly { readonly provider: string; readonly issuer: string }[];
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
  readonly version: number;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly regions: readonly string[];
  readonly stores: readonly string[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface Region {
  readonly region: string;
  readonly name: string;
  readonly parent: string | null;
  readonly stores: number;
}

/** Where a store is; degrees in millionths. */
export interface Place {
  readonly store: string;
  readonly name: string;
  readonly region: string | null;
  readonly address: string | null;
  readonly timeZone: string;
  readonly latitudeE6: number | null;
  readonly longitudeE6: number | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly name: string | null;
  readonly role: string;
  readonly action: string;
  readonly kind: string;
  readonly subject: string;
  readonly store: string | null;
  readonly detail: unknown;
}

export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly stores: readonly string[];
  readonly active: boolean;
  readonly createdAt: string;
  readonly version: number;
}

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly said: string | null;
  readonly createdAt: string;
  readonly nextAt: string | null;
  readonly endedAt: string | null;
}

/** Where somebody works; both empty is everywhere for those whose role allows it. */
export interface Reach {
  readonly role: Role;
  readonly regions: readonly string[];
  readonly stores: readonly string[];
}

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const getMe = (signal?: AbortSignal) => getJson<Me>('/api/me', signal);

export const getSetup = (signal?: AbortSignal) => getJson<{ needed: boolean }>('/api/setup', signal);

export const finishSetup = (body: { code: string; login: string; name: string; password: string }) => postJson<Me>('/api/setup', body);

export const signIn = (login: string, password: string) => postJson<Me>('/api/session', { login, password });

export const signOut = () => deleteJson<void>('/api/session');

export const listProviders = (signal?: AbortSignal) => getJson<Provider[]>('/api/session/providers', signal);

export const changePassword = (current: string, next: string) => postJson<void>('/api/session/password', { current, next });

export const resetPassword = (login: string, code: string, password: string) => postJson<Me>('/api/session/reset', { login, code, password });

export const listAccounts = (search: string, after: string | null, signal?: AbortSignal) =>
  getJson<{ accounts: Account[]; next: string | null }>(`/api/accounts${query({ search, after, limit: 50 })}`, signal);

export const addAccount = (body: Reach & { login: string; name: string; email: string | null }) => postJson<Account & { code: string | null }>('/api/accounts', body);

export const editAccount = (account: Account, change: Partial<Reach & { name: string; email: string | null; active: boolean }>) =>
  patchJson<Account>(at('/api/accounts', account.id), change, { etag: String(account.version) });

export const newAccountCode = (id: string) => postJson<{ code: string; expiresAt: string }>(`${at('/api/accounts', id)}/reset`, {});

export const listTokens = (signal?: AbortSignal) => getJson<{ tokens: Token[]; next: string | null }>('/api/tokens?limit=200', signal);

export const addToken = (body: Reach & { name: string; days: number | null }) => postJson<Token & { secret: string }>('/api/tokens', body);

export const removeToken = (id: string) => deleteJson<void>(at('/api/tokens', id));

export const listRegions = (signal?: AbortSignal) => getJson<Region[]>('/api/regions', signal);

export const saveRegions = (regions: readonly Pick<Region, 'region' | 'name' | 'parent'>[]) => putJson<Region[]>('/api/regions', { regions });

export const listPlaces = (signal?: AbortSignal) => getJson<Place[]>('/api/places', signal);

export const savePlace = ({ store, ...place }: Place) => putJson<Place>(`${at('/api/stores', store)}/place`, place);

export const listAudit = (filter: { kind: string; subject: string; who: string; after: string | null }, signal?: AbortSignal) =>
  getJson<{ entries: AuditEntry[]; next: string | null }>(`/api/audit${query({ ...filter, limit: 50 })}`, signal);

export const listWebhookEvents = (signal?: AbortSignal) => getJson<string[]>('/api/webhook-events', signal);

export const listWebhooks = (signal?: AbortSignal) => getJson<Webhook[]>('/api/webhooks', signal);

export const addWebhook = (body: { name: string; url: string; events: readonly string[]; stores: readonly string[] }) =>
  postJson<Webhook & { secret: string }>('/api/webhooks', body);

export const editWebhook = (hook: Webhook, change: Partial<Pick<Webhook, 'name' | 'url' | 'events' | 'stores' | 'active'>> & { newSecret?: true }) =>
  patchJson<Webhook & { secret: string | null }>(at('/api/webhooks', hook.id), change, { etag: String(hook.version) });

export const removeWebhook = (id: string) => deleteJson<void>(at('/api/webhooks', id));

export const testWebhook = (id: string) => postJson<{ delivery: string }>(`${at('/api/webhooks', id)}/test`, {});

export const listDeliveries = (id: string, signal?: AbortSignal) =>
  getJson<{ deliveries: Delivery[]; next: string | null }>(`${at('/api/webhooks', id)}/deliveries?limit=50`, signal);

export const redeliver = (id: string, delivery: string) => postJson<void>(`${at('/api/webhooks', id)}/deliveries/${encodeURIComponent(delivery)}/redeliver`, {});

export type CertificateState = 'none' | 'good' | 'ending' | 'ended' | 'revoked';

/** How a gateway stands with headquarters' authority; `return` is its wish to come back after its certificate has ended. */
export interface GatewayStanding {
  readonly gateway: string;
  readonly store: string;
  readonly state: CertificateState;
  readonly expiresAt: string | null;
  readonly codeExpiresAt: string | null;
  readonly return: { readonly key: string; readonly address: string; readonly askedAt: string; readonly confirmedAt: string | null } | null;
}

/** Shown once. */
export interface JoinCode {
  readonly gateway: string;
  readonly code: string;
  readonly text: string;
  readonly replaces: boolean;
  readonly expiresAt: string;
}

export const listStandings = (signal?: AbortSignal) => getJson<readonly GatewayStanding[]>('/api/gateway-certificates', signal);
export const addJoinCode = (store: string, gateway: string) => postJson<JoinCode>('/api/join-codes', { store, gateway });
export const revokeGateway = (gateway: string) => postJson<null>(`/api/gateways/${encodeURIComponent(gateway)}/revoke`, {});
export const letGatewayIn = (gateway: string, key: string) => postJson<null>(`/api/gateways/${encodeURIComponent(gateway)}/return`, { key });
