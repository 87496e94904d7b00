import path from 'node:path';
import { freePort } from '../child.js';
import { HttpDoor } from '../devices/http-door.js';
import { nodeRedFlow } from './node-red-flow.js';
import { othersFolder, requireOthers } from './others.js';
import { Peer } from './peer.js';

/** Node-RED: HTTP in, answered by the flow, and its MQTT node out. */
class NodeRed extends Peer {
  gate = false;

  async prepare() {
    requireOthers();
    this.port = await freePort();
    const { data, broker, ca } = this.place;
    const flows = this.write('flows.json', nodeRedFlow(broker, ca, this.gate));
    this.settings = this.write(
      'settings.js',
      `module.exports = ${JSON.stringify({
        uiHost: '127.0.0.1',
        uiPort: this.port,
        httpAdminRoot: false,
        flowFile: flows,
        userDir: data,
        credentialSecret: false,
        nodesDir: [path.join(othersFolder, 'node_modules/node-red-contrib-queue-gate')],
        contextStorage: { default: { module: 'localfilesystem', config: { dir: data, flushInterval: 1 } } },
        mqttReconnectTime: 1000,
        logging: { console: { level: 'warn' } },
        apiMaxLength: '5mb',
        telemetry: { enabled: false },
      })};`,
    );
  }

  command() {
    return {
      program: process.execPath,
      args: [path.join(othersFolder, 'node_modules/node-red/red.js'), '--settings', this.settings],
      port: this.port,
    };
  }

  door() {
    return new HttpDoor({ port: this.port, path: '/events', encode: (events) => events.map(({ device, text }) => ({ device, text })) });
  }
}

export class NodeRedPlain extends NodeRed {
  static about = 'HTTP in, function, MQTT out with QoS 1, `clean session` off; the answer goes out when the function has run';
}

export class NodeRedGate extends NodeRed {
  static about = 'the same with a q-gate that queues while the MQTT node is not connected, kept in a file context with `flushInterval` 1 s';
  gate = true;
}
