export interface SseMessage {
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events out of text that may be cut anywhere. Comments are skipped: their bytes are the sign of life. */
export class SseParser {
  private buffer = '';
  private event = '';
  private data: string[] = [];

  push(text: string): SseMessage[] {
    this.buffer += text;
    const messages: SseMessage[] = [];
    for (let line = this.nextLine(); line !== null; line = this.nextLine()) {
      const message = this.accept(line);
      if (message) {
        messages.push(message);
      }
    }

    return messages;
  }

  private nextLine(): string | null {
    const end = this.buffer.search(/[\r\n]/);
    if (end < 0 || (this.buffer[end] === '\r' && end === this.buffer.length - 1)) {
      return null;
    }

    const line = this.buffer.slice(0, end);
    this.buffer = this.buffer.slice(end + (this.buffer.startsWith('\r\n', end) ? 2 : 1));
    return line;
  }

  private accept(line: string): SseMessage | null {
    if (line === '') {
      const message = this.data.length > 0 ? { event: this.event || 'message', data: this.data.join('\n') } : null;
      this.event = '';
      this.data = [];
      return message;
    }

    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.event = value;
    } else if (field === 'data') {
      this.data.push(value);
    }

    return null;
  }
}
