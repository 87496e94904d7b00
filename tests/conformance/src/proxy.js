import net from 'node:net';

/**
 * TCP between a gateway and its broker that can be made bad: cut, held up, half open, corrupted. What it does is done to real sockets.
 */
export class Proxy {
  #server;
  /** @type {Set<Link>} */ #links = new Set();
  #mode = { cut: false, delayMs: 0, corruptEvery: 0 };
  #random;
  port = 0;
  /** How many bytes were changed on the way. */
  corrupted = 0;
  /** How often a connection through it was opened. */
  opened = 0;

  /** @param {{ host?: string, port: number }} target @param {() => number} [random] 0 to 1, for which byte is changed */
  constructor(target, random = Math.random) {
    this.target = { host: '127.0.0.1', ...target };
    this.#random = random;
  }

  async start() {
    this.#server = net.createServer({ noDelay: true, allowHalfOpen: false }, (near) => this.#accept(near));
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = this.#server.address().port;
    return this;
  }

  /** Whether something is connected through it and not in the dark. */
  get connected() {
    return [...this.#links].some((link) => !link.dark && link.joined);
  }

  /** Ends all connections and takes no new one. */
  cut() {
    this.#mode.cut = true;
    for (const link of this.#links) link.end();
  }

  /** Takes connections again. */
  mend() {
    this.#mode = { cut: false, delayMs: 0, corruptEvery: 0 };
  }

  /** Swallows what both ends of the present connections send, and tells neither: half open. New ones work. */
  halfOpen() {
    for (const link of this.#links) link.dark = true;
  }

  /** Holds every byte up for so long. @param {number} milliseconds */
  delay(milliseconds) {
    this.#mode.delayMs = milliseconds;
  }

  /** Changes one byte in about so many that the gateway sends. @param {number} bytes */
  corrupt(bytes) {
    this.#mode.corruptEvery = bytes;
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(near) {
    if (this.#mode.cut) {
      near.resetAndDestroy();
      return;
    }
    this.opened++;
    const link = new Link(near, net.connect({ ...this.target, noDelay: true }), () => this.#links.delete(link));
    this.#links.add(link);
    link.carry(near, link.far, (data) => this.#spoil(data), () => this.#mode.delayMs);
    link.carry(link.far, near, (data) => data, () => this.#mode.delayMs);
  }

  #spoil(data) {
    const every = this.#mode.corruptEvery;
    if (!every) return data;
    const spoilt = Buffer.from(data);
    for (let at = Math.floor(this.#random() * every); at < spoilt.length; at += 1 + Math.floor(this.#random() * 2 * every)) {
      spoilt[at] ^= 1 << Math.floor(this.#random() * 8);
      this.corrupted++;
    }
    return spoilt;
  }
}

/** One connection and the one behind it. */
class Link {
  dark = false;
  joined = false;

  constructor(near, far, ended) {
    this.near = near;
    this.far = far;
    far.once('connect', () => (this.joined = true));
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.once('close', () => {
        ended();
        // In the dark nobody hears of the end either.
        if (!this.dark) this.end();
      });
    }
  }

  carry(from, to, spoil, delayMs) {
    from.on('data', (data) => {
      if (this.dark) return;
      const pass = () => {
        if (this.dark || to.destroyed) return;
        if (!to.write(spoil(data))) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      };
      if (delayMs()) setTimeout(pass, delayMs());
      else pass();
    });
  }

  end() {
    this.near.resetAndDestroy();
    this.far.destroy();
  }
}
