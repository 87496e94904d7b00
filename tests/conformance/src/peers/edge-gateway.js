import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../child.js';
import { HttpDoor } from '../devices/http-door.js';
import { idOf } from '../event.js';
import { Peer } from './peer.js';

const TOKEN = 'conformance-kit-token-0123456789';

/** Ours, as published, with its own HTTP intake. */
export class EdgeGateway extends Peer {
  static about = 'outbox 1 GiB (the default), `uplink.reconnectMax` 2 s, everything else as it comes';
  consumer = 'cursor';

  async prepare() {
    const { folder, data, broker, ca } = this.place;
    this.intake = await freePort();
    this.console = await freePort();
    this.configuration = this.write('gateway.json', {
      store: 'store-1',
      gateway: 'gw-1',
      dataFolder: data,
      uplink: { host: '127.0.0.1', port: broker, reconnectMax: '00:00:02', ...(ca ? { caFile: ca } : {}) },
      console: { url: `http://127.0.0.1:${this.console}` },
      intake: { url: `http://127.0.0.1:${this.intake}`, tokenFile: path.join(folder, 'token') },
    });
    this.write('token', TOKEN);
  }

  command() {
    return {
      program: this.place.program,
      args: ['run', '--config', this.configuration],
      // As in the unit file that is shipped.
      env: { DOTNET_GCgen0size: '0x400000', DOTNET_ROOT: process.env.DOTNET_ROOT || dotnetRoot() },
      port: this.intake,
    };
  }

  door() {
    return new HttpDoor({
      port: this.intake,
      path: '/v1/events',
      headers: { authorization: `Bearer ${TOKEN}` },
      encode: (events) => events.map((event) => ({ id: idOf(this.place.run, event), type: 'scan.read', device: event.device, data: { symbology: ']C1', text: event.text } })),
      receipts: (answer) => JSON.parse(answer).accepted,
    });
  }
}

/** The same under libfaketime, which sets the wall clock of this one process; what counts since the start goes on as it is. */
export class EdgeGatewayFaketime extends EdgeGateway {
  static about = 'as edge-gateway, its wall clock by libfaketime';
  static clock = true;

  async prepare() {
    await super.prepare();
    this.jumpClock('+0');
  }

  command() {
    const command = super.command();
    return {
      ...command,
      env: {
        ...command.env,
        LD_PRELOAD: '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
        FAKETIME_TIMESTAMP_FILE: path.join(this.place.folder, 'clock'),
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        FAKETIME_DONT_RESET: '1',
        FAKETIME_NO_CACHE: '1',
      },
    };
  }

  /** @param {string} offset from the true time, as libfaketime takes it: +1d, -1y */
  jumpClock(offset) {
    this.write('clock', `${offset}\n`);
  }
}

function dotnetRoot() {
  return path.dirname(realpathSync(execFileSync('sh', ['-c', 'command -v dotnet']).toString().trim()));
}
