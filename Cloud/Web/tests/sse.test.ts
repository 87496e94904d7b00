import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshnessOf, silenceLimitMs, type LinkState } from '../src/live/freshness';
import { LiveStream } from '../src/live/liveStream';
import { SseParser } from '../src/live/sseParser';

describe('SseParser', () => {
  const text = ': alive\n\nevent: stores\ndata: [1,\ndata: 2]\n\r\nevent: events\r\ndata: []\r\n\r\ndata: plain\n\n';
  const messages = [
    { event: 'stores', data: '[1,\n2]' },
    { event: 'events', data: '[]' },
    { event: 'message', data: 'plain' },
  ];

  it.each(Array.from({ length: text.length + 1 }, (_, cut) => [cut]))('reads the same when the text is cut at %i', (cut) => {
    const parser = new SseParser();
    expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual(messages);
  });
});

describe('LiveStream', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open() {
    const bodies: ReadableStreamDefaultController<Uint8Array>[] = [];
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, options) => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void bodies.push(controller) });
      const controller = bodies.at(-1);
      options?.signal?.addEventListener('abort', () => controller?.error(options.signal?.reason));
      return new Response(body, { status: 200 });
    });
    const seen: [string, unknown][] = [];
    let state: LinkState | null = null;
    const stream = new LiveStream({ url: '/api/live', random: () => 0, onMessage: (event, data) => seen.push([event, data]), onState: (next) => (state = next) });
    stream.start();
    const write = async (chunk: string) => {
      bodies.at(-1)?.enqueue(new TextEncoder().encode(chunk));
      await vi.advanceTimersByTimeAsync(0);
    };
    const freshness = () => freshnessOf(state as unknown as LinkState, Date.now()).kind;
    return { stream, fetched, bodies, seen, write, freshness };
  }

  it('delivers messages, and is kept live by comments alone', async () => {
    const { seen, write, freshness } = open();
    await vi.advanceTimersByTimeAsync(0);
    await write('event: stores\ndata: [{"store":"store-1"}]\n\n');
    expect(seen).toEqual([['stores', [{ store: 'store-1' }]]]);
    for (let beat = 0; beat < 10; beat++) {
      await vi.advanceTimersByTimeAsync(5_000);
      await write(': alive\n\n');
      expect(freshness()).toBe('live');
    }
  });

  it('gives up a silent connection, says stale, and connects anew', async () => {
    const { fetched, write, freshness } = open();
    await vi.advanceTimersByTimeAsync(0);
    await write(': alive\n\n');
    await vi.advanceTimersByTimeAsync(silenceLimitMs);
    expect(freshness()).toBe('stale');
    await vi.advanceTimersByTimeAsync(300);
    expect(fetched).toHaveBeenCalledTimes(2);
    await write(': alive\n\n');
    expect(freshness()).toBe('live');
  });

  it('comes back after the server closes the stream', async () => {
    const { fetched, bodies, write, freshness } = open();
    await vi.advanceTimersByTimeAsync(0);
    await write(': alive\n\n');
    bodies[0]?.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(freshness()).toBe('stale');
    await vi.advanceTimersByTimeAsync(300);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('does not reconnect once stopped', async () => {
    const { stream, fetched } = open();
    await vi.advanceTimersByTimeAsync(0);
    stream.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});
