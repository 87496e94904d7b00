import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const children = new Set();
process.on('exit', () => children.forEach((child) => child.signal('SIGKILL')));

/** A program that the kit started; ends with the kit. */
export class Child {
  #exited;

  /** @param {string} program @param {string[]} args @param {{ log: string, env?: object, cwd?: string }} options the log gets what it prints */
  constructor(program, args, { log, env = {}, cwd }) {
    const output = openSync(log, 'a');
    this.log = log;
    this.process = spawn(program, args, { stdio: ['ignore', output, output], env: { ...process.env, ...env }, cwd });
    closeSync(output);
    children.add(this);
    this.#exited = new Promise((resolve) => {
      this.process.once('error', resolve);
      this.process.once('exit', resolve);
    }).then(() => children.delete(this));
  }

  get pid() {
    return this.process.pid;
  }

  get running() {
    return children.has(this);
  }

  signal(name) {
    if (this.running) this.process.kill(name);
  }

  /** SIGKILL, and waits until it is gone. */
  async kill() {
    this.signal('SIGKILL');
    await this.#exited;
  }

  /** SIGTERM; SIGKILL where it stays. @param {number} seconds */
  async stop(seconds = 5) {
    this.signal('SIGTERM');
    await Promise.race([this.#exited, pause(seconds * 1000, undefined, { ref: false })]);
    await this.kill();
  }

  /** Waits until its port answers. @param {number} port @param {number} seconds */
  async answers(port, seconds) {
    const until = Date.now() + seconds * 1000;
    while (!(await canConnect(port))) {
      if (!this.running) throw new Error(`It ended at once: ${this.lastWords()}`);
      if (Date.now() > until) throw new Error(`Nothing answers on its port after ${seconds} s: ${this.lastWords()}`);
      await pause(50);
    }
  }

  lastWords() {
    return readFileSync(this.log, 'utf8').slice(-400).trim();
  }
}

/** A port that nobody has at this moment. @returns {Promise<number>} */
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param {number} port @returns {Promise<boolean>} */
export function canConnect(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** What a process has used so far, from proc(5); zeros once it is gone.
 * @param {number} pid @returns {{ rssBytes: number, cpuSeconds: number, writtenBytes: number }} */
export function usageOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      rssBytes: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
      writtenBytes: Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0),
    };
  } catch {
    return { rssBytes: 0, cpuSeconds: 0, writtenBytes: 0 };
  }
}
