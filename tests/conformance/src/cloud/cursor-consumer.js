import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readText } from '../event.js';
import { CursorRule, readHeader } from './cursor-rule.js';
import { Journal } from './journal.js';
import { subscribe } from './subscriber.js';

/**
 * The cloud side as docs/asyncapi.json describes it, and nothing else of headquarters: commits a batch to a file, then publishes the
 * retained cursor that lets the gateway forget it.
 */
export class CursorConsumer {
  #rule = new CursorRule();
  /** Batches that came again although they were committed. */
  repeats = 0;
  /** The earliest and the latest time that an event said. */
  times = { first: '9', last: '' };

  /** @param {string} run @param {string} folder @param {import('../ledger.js').Ledger} ledger */
  constructor(run, folder, ledger) {
    this.run = run;
    this.ledger = ledger;
    this.journal = new Journal(path.join(folder, 'cloud.txt'));
  }

  /** @param {number} port */
  async start(port) {
    this.client = await subscribe(port, 5, 'r/v1/+/+/+/+', (topic, payload, packet, client) => {
      if (topic.endsWith('/events')) this.#take(topic, payload, packet, client);
      else if (topic.endsWith('/state')) this.#tell(client, topic, { ...this.#rule.position, replay: false });
    });
  }

  async stop() {
    await this.client.endAsync(true);
  }

  #take(topic, payload, packet, client) {
    const header = readHeader(packet.properties?.userProperties);
    const events = header && readEvents(payload, header);
    // A batch that is not whole is not committed; the gateway sends it again when the cursor does not come.
    if (!events) return;
    const { apply, from, cursor } = this.#rule.admit(header);
    if (apply) {
      const fresh = events.filter((event) => event.seq >= from);
      this.journal.append(fresh.map((event) => JSON.stringify(event)), true);
      for (const [first, last] of header.gaps) this.ledger.tellGap(header.epoch, first, last);
      fresh.forEach((event) => this.#store(event));
    } else if (!cursor.replay) {
      this.repeats++;
    }
    this.#tell(client, topic, cursor);
  }

  #store(event) {
    if (event.time < this.times.first) this.times.first = event.time;
    if (event.time > this.times.last) this.times.last = event.time;
    if (event.type === 'buffer.gap') this.ledger.tellGap(event.data.epoch, event.data.first, event.data.last);
    if (event.type !== 'scan.read') return this.ledger.storeOther();
    const read = readText(this.run, event.data.text);
    if (read) this.ledger.store(read.device, read.n);
    else this.ledger.storeDamaged();
  }

  #tell(client, topic, cursor) {
    const to = topic.replace(/\/[^/]+$/, '/cursor');
    client.publish(to, JSON.stringify(cursor), { qos: 1, retain: true }, () => {});
  }
}

/** @returns {object[] | null} null where they are not as the header says */
function readEvents(payload, header) {
  try {
    const events = JSON.parse(header.compressed ? brotliDecompressSync(payload) : payload);
    const missing = header.gaps.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const whole = events.length === header.last - header.first + 1 - missing;
    return whole && events.every((event) => event.epoch === header.epoch) ? events : null;
  } catch {
    return null;
  }
}
