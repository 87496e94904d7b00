import { noteServerDate } from '../live/serverClock';
import type { DeadLetter, EventPage, GatewayKey, Member, MemberCodes, MemberPage, StoreDetail, StoreSummary, Withdrawal } from './types';

export type ApiFailure = 'network' | 'timeout' | 'missing' | 'server' | 'refused' | 'format';

/** Why headquarters gave no usable answer. */
export class ApiError extends Error {
  constructor(
    readonly failure: ApiFailure,
    readonly status: number | null,
    readonly detail: string | null,
  ) {
    super(detail ?? failure);
    this.name = 'ApiError';
  }
}

const timeoutMs = 10_000;

export const getJson = <T>(path: string, signal?: AbortSignal) => askJson<T>(path, {}, signal);

export const postJson = <T>(path: string, body: unknown, signal?: AbortSignal) =>
  askJson<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, signal);

async function askJson<T>(path: string, request: RequestInit, signal?: AbortSignal): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const response = await reach(path, request, signal ? AbortSignal.any([signal, deadline]) : deadline, deadline, signal);
  noteServerDate(response.headers.get('date'));
  if (!response.ok) {
    throw new ApiError(failureOf(response.status), response.status, await problemOf(response));
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

function failureOf(status: number): ApiFailure {
  if (status === 404) {
    return 'missing';
  }

  return status >= 500 ? 'server' : 'refused';
}

async function problemOf(response: Response): Promise<string | null> {
  try {
    const problem = (await response.json()) as { error?: unknown; title?: unknown; detail?: unknown };
    const words = [problem.error, problem.title, problem.detail].filter((word): word is string => typeof word === 'string' && word !== '');
    return words.length > 0 ? words.join(': ') : null;
  } catch {
    return null;
  }
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

export function listMembers(query: { search: string; level: string | null; after?: string }, signal?: AbortSignal) {
  const search = new URLSearchParams({ limit: '50' });
  if (query.search !== '') {
    search.set('search', query.search);
  }

  if (query.level !== null) {
    search.set('level', query.level);
  }

  if (query.after !== undefined) {
    search.set('after', query.after);
  }

  return getJson<MemberPage>(`/api/members?${search.toString()}`, signal);
}

export const getMember = (id: string, signal?: AbortSignal) => getJson<Member>(`/api/members/${encodeURIComponent(id)}`, signal);

export const withdrawConsent = (id: string) => postJson<Withdrawal>(`/api/members/${encodeURIComponent(id)}/withdraw`, {});

export const listMemberGateways = (signal?: AbortSignal) => getJson<GatewayKey[]>('/api/member-gateways', signal);

export const showMemberCode = (code: string, token: string, signal?: AbortSignal) => postJson<MemberCodes>('/api/member-codes', { code, token }, signal);
