import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { eventOf } from '../event.js';

const RETRY_MS = 100;

/**
 * One device: sees things at a rate, keeps each until the gateway has taken it, in order, and tries again where it did not.
 */
export class Device {
  #stopped = false;
  #n = 0;

  /** @param {string} run @param {string} name @param {{ send: Function, close: Function }} door @param {import('../ledger.js').Ledger} ledger */
  constructor(run, name, door, ledger) {
    this.run = run;
    this.name = name;
    this.door = door;
    this.ledger = ledger;
  }

  /** Sees so many things a second, one handed over at a time, until stopped. Behind its time it hurries. @param {number} rate */
  async live(rate) {
    const begin = performance.now();
    for (let seen = 0; !this.#stopped; seen++) {
      const early = begin + (seen * 1000) / rate - performance.now();
      if (early > 1) await pause(early);
      await this.#handOver(1);
    }
  }

  /** Hands so many over as fast as it goes, some at a time. @param {number} count @param {number} together */
  async pour(count, together) {
    for (let left = count; left > 0 && !this.#stopped; left -= together) await this.#handOver(Math.min(together, left));
  }

  stop() {
    this.#stopped = true;
  }

  close() {
    this.door.close();
  }

  async #handOver(count) {
    let open = Array.from({ length: count }, () => eventOf(this.run, this.name, ++this.#n));
    while (open.length > 0 && !this.#stopped) {
      const taken = new Set();
      try {
        await this.door.send(open, (event, receipt) => {
          taken.add(event.n);
          this.ledger.acknowledge(event.device, event.n, receipt);
        });
      } catch {
        this.ledger.refuse();
        await pause(RETRY_MS);
      }
      open = open.filter((event) => !taken.has(event.n));
    }
  }
}
