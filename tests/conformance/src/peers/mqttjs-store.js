import { fileURLToPath } from 'node:url';
import { freePort } from '../child.js';
import { HttpDoor } from '../devices/http-door.js';
import { requireOthers } from './others.js';
import { Peer } from './peer.js';

const program = fileURLToPath(new URL('programs/mqttjs-gateway.cjs', import.meta.url));

/** A gateway of a few lines around mqtt.js and one of its stores; a device is answered when the store has called back. */
class MqttJsStore extends Peer {
  store = '';

  async prepare() {
    requireOthers();
    this.port = await freePort();
  }

  command() {
    const { broker, data, ca } = this.place;
    return { program: process.execPath, args: [program, this.store, data, String(this.port), String(broker), ca ?? ''], port: this.port };
  }

  door() {
    return new HttpDoor({ port: this.port, path: '/events', encode: (events) => events.map(({ device, text }) => ({ device, text })) });
  }
}

export class MqttJsLevel extends MqttJsStore {
  static about = '`mqtt-level-store` as outgoing and incoming store, `clean: false`, `reconnectPeriod` 1 s; acknowledged by `cbStorePut`';
  store = 'level';
}

export class MqttJsJsonl extends MqttJsStore {
  static about = '`mqtt-jsonl-store` with `throttleFS` at its shortest (1 s, 0 commands), `clean: false`, `reconnectPeriod` 1 s; acknowledged by `cbStorePut`';
  store = 'jsonl';
}
