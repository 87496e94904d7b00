import { describe, expect, it, vi } from 'vitest';
import { ApiError, getJson, listStoreEvents, onSignedOut } from '../src/api/client';

function answer(body: string, status = 200, type = 'application/json') {
  return vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status, headers: { 'content-type': type } }));
}

const failureOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};

describe('getJson', () => {
  it('gives the body of a good answer', async () => {
    answer('[{"store":"store-1"}]');
    expect(await getJson('/api/stores')).toEqual([{ store: 'store-1' }]);
  });

  it('names an unreachable server as such', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
    expect(await failureOf(getJson('/api/stores'))).toMatchObject({ failure: 'network', status: null });
  });

  it.each([
    [404, 'missing'],
    [500, 'server'],
    [503, 'server'],
    [400, 'refused'],
    [429, 'refused'],
  ])('tells status %i as %s, with the words of the problem document', async (status, failure) => {
    answer(JSON.stringify({ title: 'No such store', detail: 'store-9' }), status, 'application/problem+json');
    expect(await failureOf(getJson('/api/stores/store-9'))).toMatchObject({ failure, status, detail: 'store-9' });
  });

  it('takes the title of a problem document that has no detail', async () => {
    answer(JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404 }), 404, 'application/problem+json');
    expect((await failureOf(getJson('/api/stores/store-9'))).detail).toBe('Not Found');
  });

  it('survives an error page that is no problem document', async () => {
    answer('<h1>Bad gateway</h1>', 502, 'text/html');
    expect(await failureOf(getJson('/api/stores'))).toMatchObject({ failure: 'server', status: 502, detail: null });
  });

  it('does not take a page for data', async () => {
    answer('<!doctype html>', 200, 'text/html');
    expect((await failureOf(getJson('/api/stores'))).failure).toBe('format');
  });

  it('lets the caller cancel without calling it a failure', async () => {
    const abort = new AbortController();
    vi.spyOn(globalThis, 'fetch').mockImplementation((_, options) => new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))));
    const call = getJson('/api/stores', abort.signal);
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a 401', () => {
  it.each([
    ['/api/customers', 1],
    ['/api/session/password', 0],
  ])('of %s ends the session %i times: a wrong password ends none', async (path, times) => {
    answer('{}', 401, 'application/problem+json');
    const ended = vi.fn();
    const stop = onSignedOut(ended);
    await failureOf(getJson(path));
    stop();
    expect(ended).toHaveBeenCalledTimes(times);
  });
});

describe('listStoreEvents', () => {
  it('asks for one page of one store', async () => {
    const fetched = answer('{"events":[]}');
    await listStoreEvents('store-1', { gateway: 'gw-1', before: 7, limit: 50 });
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/stores/store-1/events?limit=50&gateway=gw-1&before=7');
  });
});
