import path from 'node:path';
import { readText } from '../event.js';
import { Journal } from './journal.js';
import { subscribe } from './subscriber.js';

/**
 * The cloud side for a gateway that hands single events to the broker and takes the broker's acknowledgement for the end of it: a durable
 * session, events to a file in the order they come. Such a gateway gives no number, so nothing can be recognised as a repeat.
 */
export class PlainConsumer {
  /** @param {string} run @param {string} folder @param {import('../ledger.js').Ledger} ledger */
  constructor(run, folder, ledger) {
    this.run = run;
    this.ledger = ledger;
    this.journal = new Journal(path.join(folder, 'cloud.txt'));
  }

  /** @param {number} port */
  async start(port) {
    this.client = await subscribe(port, 4, 'cloud/#', (_, payload) => this.#store(payload.toString()));
  }

  async stop() {
    await this.client.endAsync(true);
  }

  #store(text) {
    this.journal.append([text], false);
    const event = readText(this.run, text);
    if (event) this.ledger.store(event.device, event.n);
    else this.ledger.storeDamaged();
  }
}
