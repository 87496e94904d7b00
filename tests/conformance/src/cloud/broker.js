import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Child, freePort } from '../child.js';

/** Debian keeps it out of an ordinary user's PATH. */
export const MOSQUITTO = '/usr/sbin/mosquitto';

/** The cloud's broker, a real Mosquitto under the test's control. */
export class Broker {
  /** @param {string} folder where its files go @param {{ certificate: string, key: string } | null} tls with them it also listens for TLS */
  constructor(folder, tls = null) {
    this.folder = folder;
    this.tls = tls;
    this.store = path.join(folder, 'broker-store');
    mkdirSync(this.store, { recursive: true });
  }

  async start() {
    this.port ??= await freePort();
    if (this.tls) this.securePort ??= await freePort();
    const configuration = path.join(this.folder, 'broker.conf');
    writeFileSync(
      configuration,
      `listener ${this.port} 127.0.0.1
allow_anonymous true
user root
set_tcp_nodelay true
${this.tls ? `listener ${this.securePort} 127.0.0.1\ncertfile ${this.tls.certificate}\nkeyfile ${this.tls.key}\n` : ''}max_queued_messages 0
message_size_limit 1048576
persistence true
persistence_location ${this.store}/
autosave_interval 1
log_type error
log_type warning
`,
    );
    this.child = new Child(MOSQUITTO, ['-c', configuration], { log: path.join(this.folder, 'broker.log') });
    await this.child.answers(this.port, 20);
    return this;
  }

  /** SIGKILL: it keeps what it has written, which is up to a second old. */
  kill() {
    return this.child.kill();
  }

  /** What it has written goes too. Only between kill and start. */
  forget() {
    rmSync(this.store, { recursive: true });
    mkdirSync(this.store);
  }

  stop() {
    return this.child.stop();
  }
}
