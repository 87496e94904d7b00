import { noteServerDate } from '../live/serverClock';
import type { DeadLetter, EventPage, GatewayKey, MemberCodes, StoreDetail, StoreSummary } from './types';

export type ApiFailure = 'network' | 'timeout' | 'missing' | 'server' | 'refused' | 'format' | 'signedOut' | 'forbidden' | 'conflict' | 'stale';

/** Why headquarters gave no usable answer. */
export class ApiError extends Error {
  constructor(
    readonly failure: ApiFailure,
    readonly status: number | null,
    readonly detail: string | null,
    /** The whole answer, where it was JSON. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail ?? failure);
    this.name = 'ApiError';
  }
}

const timeoutMs = 10_000;

/** What a request says beside its body. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** The version of what is edited, as the answer before gave it. */
  readonly etag?: string | undefined;
  /** The same key is done once, however often it is sent. */
  readonly key?: string | undefined;
}

type Gone = () => void;

const gone = new Set<Gone>();

/** Is told whenever headquarters answers that nobody is signed in. */
export function onSignedOut(listener: Gone): () => void {
  gone.add(listener);
  return () => void gone.delete(listener);
}

export const getJson = <T>(path: string, signal?: AbortSignal) => askJson<T>(path, {}, signal);

export const postJson = <T>(path: string, body: unknown, asking?: AbortSignal | Asking) => sendJson<T>('POST', path, body, asking);

export const putJson = <T>(path: string, body: unknown, asking?: AbortSignal | Asking) => sendJson<T>('PUT', path, body, asking);

export const patchJson = <T>(path: string, body: unknown, asking?: AbortSignal | Asking) => sendJson<T>('PATCH', path, body, asking);

export const deleteJson = <T>(path: string, asking?: AbortSignal | Asking) => sendJson<T>('DELETE', path, undefined, asking);

/** A body that is no JSON, such as a file. */
export const postForm = <T>(path: string, form: FormData, signal?: AbortSignal) => askJson<T>(path, { method: 'POST', body: form }, signal);

function sendJson<T>(method: string, path: string, body: unknown, asking: AbortSignal | Asking = {}): Promise<T> {
  const { signal, etag, key } = asking instanceof AbortSignal ? { signal: asking, etag: undefined, key: undefined } : asking;
  const headers: Record<string, string> = {};
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
  }

  if (etag !== undefined) {
    headers['if-match'] = `"${etag}"`;
  }

  if (key !== undefined) {
    headers['idempotency-key'] = key;
  }

  return askJson<T>(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, signal);
}

/** "?a=1&b=2" of what is known; '' where nothing is. */
export function query(parts: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== null && value !== undefined && value !== '' && value !== false) {
      search.set(name, String(value));
    }
  }

  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export async function askJson<T>(path: string, request: RequestInit, signal?: AbortSignal, withinMs: number = timeoutMs): Promise<T> {
  const deadline = AbortSignal.timeout(withinMs);
  const response = await reach(path, request, signal ? AbortSignal.any([signal, deadline]) : deadline, deadline, signal);
  noteServerDate(response.headers.get('date'));
  if (!response.ok) {
    // A wrong password is a 401 as well; it ends no session.
    if (response.status === 401 && !path.startsWith('/api/session')) {
      gone.forEach((listener) => listener());
    }

    const body = await bodyOf(response);
    throw new ApiError(failureOf(response.status), response.status, problemOf(body), body);
  }

  if (response.status === 204) {
    return undefined as T;
  }

  try {
    return (await response.json()) as T;
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) {
      throw new ApiError('timeout', null, null);
    }

    throw new ApiError('format', response.status, error instanceof Error ? error.message : null);
  }
}

async function reach(path: string, request: RequestInit, either: AbortSignal, deadline: AbortSignal, caller?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { ...request, signal: either, headers: { accept: 'application/json', ...request.headers }, cache: 'no-store' });
  } catch (error) {
    caller?.throwIfAborted();
    if (deadline.aborted) {
      throw new ApiError('timeout', null, null);
    }

    throw new ApiError('network', null, error instanceof Error ? error.message : null);
  }
}

const failures: Record<number, ApiFailure> = { 401: 'signedOut', 403: 'forbidden', 404: 'missing', 409: 'conflict', 412: 'stale' };

const failureOf = (status: number): ApiFailure => failures[status] ?? (status >= 500 ? 'server' : 'refused');

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function problemOf(body: Readonly<Record<string, unknown>>): string | null {
  return [body['detail'], body['title']].find((word): word is string => typeof word === 'string' && word !== '') ?? null;
}

export const listStores = (signal?: AbortSignal) => getJson<StoreSummary[]>('/api/stores', signal);

export const getStore = (store: string, signal?: AbortSignal) =>
  getJson<StoreDetail>(`/api/stores/${encodeURIComponent(store)}`, signal);

export function listStoreEvents(
  store: string,
  query: { gateway?: string; before?: number; limit: number },
  signal?: AbortSignal,
) {
  const search = new URLSearchParams({ limit: String(query.limit) });
  if (query.gateway !== undefined) {
    search.set('gateway', query.gateway);
  }

  if (query.before !== undefined) {
    search.set('before', String(query.before));
  }

  return getJson<EventPage>(`/api/stores/${encodeURIComponent(store)}/events?${search.toString()}`, signal);
}

export const listDeadLetters = (signal?: AbortSignal) => getJson<DeadLetter[]>('/api/dead-letters?limit=500', signal);

export const listMemberGateways = (signal?: AbortSignal) => getJson<GatewayKey[]>('/api/member-gateways', signal);

export const showMemberCode = (code: string, token: string, signal?: AbortSignal) => postJson<MemberCodes>('/api/member-codes', { code, token }, signal);
