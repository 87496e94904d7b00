import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Child, usageOf } from '../child.js';

/**
 * What every gateway under test is to the kit: a program that can be started, ended, killed and stopped, a door for devices, a folder for
 * what must not be lost. A subclass says which program, with which settings, and how a device is told that an event is taken.
 */
export class Peer {
  /** @type {Child | undefined} */ child;
  #before = { cpuSeconds: 0, writtenBytes: 0 };
  #peakRss = 0;
  /** Which consumer stands at the cloud: plain, or cursor for a gateway that waits to be told what is committed. */
  consumer = 'plain';

  /** @param {PeerPlace} place */
  constructor(place) {
    this.place = place;
    mkdirSync(place.data, { recursive: true });
  }

  /** Writes the settings. Called once, before the first start. */
  async prepare() {}

  /** @returns {{ program: string, args: string[], env?: object, port: number }} what to start, and the port that answers once it is ready */
  command() {
    throw new Error('A peer says what it is started by.');
  }

  /** @returns {{ send: Function, close: Function }} a way in for one device */
  door() {
    throw new Error('A peer says where events go.');
  }

  async start() {
    const { program, args, env, port } = this.command();
    this.child = new Child(program, args, { log: path.join(this.place.folder, 'gateway.log'), env, cwd: this.place.folder });
    await this.child.answers(port, 60);
  }

  /** SIGKILL. */
  async kill() {
    this.#close();
    await this.child.kill();
  }

  async stop() {
    this.#close();
    await this.child?.stop();
  }

  signal(name) {
    this.child.signal(name);
  }

  get running() {
    return this.child?.running ?? false;
  }

  /** Reads what it uses; to be called now and then for the peak. @returns {{ rssBytes: number, peakRss: number, cpuSeconds: number, writtenBytes: number }} over all its starts */
  usage() {
    const now = usageOf(this.child?.pid ?? 0);
    this.#peakRss = Math.max(this.#peakRss, now.rssBytes);
    return {
      rssBytes: now.rssBytes,
      peakRss: this.#peakRss,
      cpuSeconds: this.#before.cpuSeconds + now.cpuSeconds,
      writtenBytes: this.#before.writtenBytes + now.writtenBytes,
    };
  }

  /** @param {string} name @param {string | object} content */
  write(name, content) {
    const file = path.join(this.place.folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2), { mode: 0o600 });
    return file;
  }

  #close() {
    const { cpuSeconds, writtenBytes } = this.usage();
    this.#before = { cpuSeconds, writtenBytes };
  }
}

/**
 * @typedef {object} PeerPlace
 * @property {string} run     the name of this run
 * @property {string} folder  for settings and logs
 * @property {string} data    for what it keeps; may be a small disk of its own
 * @property {number} broker  the port on 127.0.0.1 behind which the cloud's broker is
 * @property {string | null} ca  the authority of the broker's certificate, where the way there is TLS
 * @property {string} program  for ours: where it is
 */
