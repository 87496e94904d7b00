import { retryDelayMs, silenceLimitMs, type LinkState } from './freshness';
import { noteServerDate } from './serverClock';
import { SseParser } from './sseParser';

export interface LiveStreamOptions {
  readonly url: string;
  readonly onMessage: (event: string, data: unknown) => void;
  readonly onState: (state: LinkState) => void;
  readonly random?: () => number;
}

/**
 * Server-sent events read by fetch. The browser's EventSource hides comments, and so the heartbeat that tells
 * a quiet store from a dead connection.
 */
export class LiveStream {
  private state: LinkState;
  private attempt: AbortController | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private silenceTimer: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;
  private stopped = false;

  constructor(private readonly options: LiveStreamOptions) {
    this.state = { open: false, startedAt: Date.now(), heardAt: null, retryAt: null };
  }

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.clearTimers();
    this.attempt?.abort();
    this.attempt = null;
  }

  retryNow(): void {
    if (!this.stopped) {
      this.connect();
    }
  }

  private connect(): void {
    this.clearTimers();
    this.attempt?.abort();
    const attempt = new AbortController();
    this.attempt = attempt;
    this.set({ open: false, retryAt: null });
    this.watchSilence();
    this.read(attempt.signal).then(
      () => this.failed(attempt),
      () => this.failed(attempt),
    );
  }

  private async read(signal: AbortSignal): Promise<void> {
    const response = await fetch(this.options.url, { signal, headers: { accept: 'text/event-stream' }, cache: 'no-store' });
    if (!response.ok || !response.body) {
      throw new Error(`${this.options.url} answered ${response.status}`);
    }

    noteServerDate(response.headers.get('date'));
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new SseParser();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (signal.aborted) {
        return;
      }

      this.heard();
      for (const message of parser.push(decoder.decode(chunk.value, { stream: true }))) {
        this.options.onMessage(message.event, JSON.parse(message.data));
      }
    }
  }

  private heard(): void {
    this.failures = 0;
    this.watchSilence();
    this.set({ open: true, heardAt: Date.now(), retryAt: null });
  }

  private failed(attempt: AbortController): void {
    if (this.stopped || attempt !== this.attempt) {
      return;
    }

    this.clearTimers();
    attempt.abort();
    const delay = retryDelayMs(this.failures++, (this.options.random ?? Math.random)());
    this.retryTimer = setTimeout(() => this.connect(), delay);
    this.set({ open: false, retryAt: Date.now() + delay });
  }

  private watchSilence(): void {
    if (this.silenceTimer !== null) {
      clearTimeout(this.silenceTimer);
    }

    const attempt = this.attempt;
    this.silenceTimer = setTimeout(() => attempt && this.failed(attempt), silenceLimitMs);
  }

  private clearTimers(): void {
    for (const timer of [this.retryTimer, this.silenceTimer]) {
      if (timer !== null) {
        clearTimeout(timer);
      }
    }

    this.retryTimer = this.silenceTimer = null;
  }

  private set(change: Partial<LinkState>): void {
    this.state = { ...this.state, ...change };
    this.options.onState(this.state);
  }
}
