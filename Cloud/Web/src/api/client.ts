import { noteServerDate } from '../live/serverClock';
import type { DeadLetter, EventPage, StoreDetail, StoreSummary } from './types';

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

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const response = await reach(path, signal ? AbortSignal.any([signal, deadline]) : deadline, deadline, signal);
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

async function reach(path: string, either: AbortSignal, deadline: AbortSignal, caller?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { signal: either, headers: { accept: 'application/json' }, cache: 'no-store' });
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
