import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCertificates } from './certificates.js';
import { Broker } from './cloud/broker.js';
import { CursorConsumer } from './cloud/cursor-consumer.js';
import { PlainConsumer } from './cloud/plain-consumer.js';
import { Device } from './devices/device.js';
import { Ledger } from './ledger.js';
import { Proxy } from './proxy.js';
import { randomFrom } from './random.js';
import { SmallDisk } from './small-disk.js';

const DEVICES = 4;
const SAMPLE_MS = 250;
const START_ATTEMPTS = 3;

/** Everything one scenario plays on: devices, gateway, the way to the broker, the broker, the cloud side and the ledger. */
export class Stage {
  /** What went wrong that no count shows, in words. @type {string[]} */ notes = [];
  ledger = new Ledger();
  /** Whether the gateway could be started whenever it had to be. */
  gatewayIsDead = false;
  #living = [];

  /** @param {StageOptions} options */
  static async open(options) {
    const stage = new Stage();
    stage.seed = options.seed;
    stage.run = `run-${options.seed}`;
    stage.folder = mkdtempSync(path.join(options.work ?? os.tmpdir(), 'conformance-'));
    stage.data = path.join(stage.folder, 'data');
    mkdirSync(stage.data, { mode: 0o700 });
    try {
      await stage.#build(options);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  async #build({ Peer, program, smallDisk, tls }) {
    if (smallDisk) this.disk = new SmallDisk(this.data, smallDisk);
    const certificates = tls ? makeCertificates(this.folder) : null;
    this.broker = await new Broker(this.folder, certificates).start();
    this.proxy = await new Proxy({ port: this.broker.securePort ?? this.broker.port }, randomFrom(this.seed)).start();
    this.gateway = new Peer({ run: this.run, folder: this.folder, data: this.data, broker: this.proxy.port, ca: certificates?.ca ?? null, program });
    this.cloud = new (this.gateway.consumer === 'cursor' ? CursorConsumer : PlainConsumer)(this.run, this.folder, this.ledger);
    await this.cloud.start(this.broker.port);
    await this.gateway.prepare();
    await this.gateway.start();
    this.#sampler = setInterval(() => this.gateway.usage(), SAMPLE_MS);
    this.devices = Array.from({ length: DEVICES }, (_, i) => new Device(this.run, `dev-${i + 1}`, this.gateway.door(), this.ledger));
    await until(() => this.proxy.connected, 20);
  }

  #sampler;

  /** Lets all devices live at so many events a second together. @param {number} rate */
  live(rate) {
    this.#living = this.devices.map((device) => device.live(rate / DEVICES));
  }

  /** Has the devices hand over so many in all, as fast as the gateway takes them, 64 at a time each, and gives up after some time.
   * @param {number} count @param {number} seconds @returns {Promise<number>} how long it took, in seconds */
  async pour(count, seconds) {
    const begin = performance.now();
    const giveUp = setTimeout(() => {
      this.notes.push(`the gateway took only ${this.ledger.acknowledged} in ${seconds} s`);
      this.devices.forEach((device) => device.stop());
    }, seconds * 1000);
    await Promise.all(this.devices.map((device) => device.pour(count / DEVICES, 64)));
    clearTimeout(giveUp);
    return (performance.now() - begin) / 1000;
  }

  /** SIGKILL to the gateway, and a new start. Some never start again; that is told in the notes. @param {number} darkSeconds before the start */
  async killGateway(darkSeconds) {
    await this.gateway.kill();
    await pause(darkSeconds * 1000);
    await this.startGateway();
  }

  async startGateway() {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      try {
        await this.gateway.start();
        return;
      } catch (error) {
        await this.gateway.kill();
        if (attempt === START_ATTEMPTS) {
          this.gatewayIsDead = true;
          this.notes.push(`it did not start again, in ${START_ATTEMPTS} attempts`);
          this.lastWords = error.message;
        }
      }
    }
  }

  /**
   * Ends the devices and waits until everything has come, or nothing comes any more: for `quiet` seconds with the gateway connected, or for
   * `patience` seconds without.
   * @returns {Promise<number>} seconds until the last one came
   */
  async settle({ quiet = 8, patience = 45 } = {}) {
    this.devices.forEach((device) => device.stop());
    await Promise.all(this.#living);
    const begin = performance.now();
    let last = begin;
    let connected = begin;
    for (let arrivals = -1; ; await pause(100)) {
      const now = performance.now();
      if (this.ledger.arrivals !== arrivals) {
        arrivals = this.ledger.arrivals;
        last = now;
        // Repeats may still be on their way when nothing is missing.
        if (this.ledger.missing === 0) await pause(300);
      } else if (this.ledger.missing === 0 || this.gatewayIsDead) break;
      if (!this.proxy.connected) connected = now;
      if (now - Math.max(last, connected) > quiet * 1000 || now - last > patience * 1000) break;
    }
    await pause(500);
    return Math.round((last - begin) / 100) / 10;
  }

  async close() {
    clearInterval(this.#sampler);
    this.devices?.forEach((device) => device.close());
    await this.gateway?.stop();
    await this.cloud?.stop();
    await this.proxy?.stop();
    await this.broker?.stop();
    this.disk?.unmount();
    if (!process.env.CONFORMANCE_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {() => boolean} condition @param {number} seconds */
export async function until(condition, seconds) {
  const limit = performance.now() + seconds * 1000;
  while (!condition() && performance.now() < limit) await pause(20);
  return condition();
}

/**
 * @typedef {object} StageOptions
 * @property {typeof import('./peers/peer.js').Peer} Peer
 * @property {number} seed
 * @property {string} program      for ours: where it is
 * @property {string} [work]       where the working folder is made
 * @property {number} [smallDisk]  megabytes of a disk of its own for the gateway's data
 * @property {boolean} [tls]       whether the way to the broker is encrypted
 */
