// A store-and-forward gateway of a few lines around mqtt.js: HTTP in, QoS 1 out, one of its stores on disk in between.
// node mqttjs-gateway.cjs level|jsonl FOLDER PORT BROKER-PORT [CA-FILE]
const http = require('node:http');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

const load = createRequire(path.join(__dirname, '../../../others/package.json'));
const mqtt = load('mqtt');
const [kind, folder, port, broker, ca] = process.argv.slice(2);

async function openStore() {
  if (kind === 'level') return load('mqtt-level-store')(path.join(folder, 'level'));
  const { Manager } = load('mqtt-jsonl-store');
  const manager = new Manager(folder, { throttleFS: { intervalMs: 1000, maxBufferedCommands: 0 } });
  await manager.open();
  return manager;
}

async function main() {
  const store = await openStore();
  const client = mqtt.connect({
    protocol: ca ? 'mqtts' : 'mqtt',
    ca: ca ? readFileSync(ca) : undefined,
    host: '127.0.0.1',
    port: Number(broker),
    clientId: 'mqttjs-gateway',
    clean: false,
    keepalive: 10,
    reconnectPeriod: 1000,
    outgoingStore: store.outgoing,
    incomingStore: store.incoming,
  });
  client.on('error', (error) => console.error(error.message));

  // The store calls back when it has the packet; where it fails, the callback of the publish has the error.
  const keep = (event) =>
    new Promise((resolve, reject) =>
      client.publish(`cloud/${event.device}`, event.text, { qos: 1, cbStorePut: resolve }, (error) => error && reject(error)));

  http
    .createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', async () => {
        try {
          await Promise.all(JSON.parse(Buffer.concat(parts)).map(keep));
          response.end('ok');
        } catch (error) {
          response.writeHead(503).end(String(error));
        }
      });
    })
    .listen(Number(port), '127.0.0.1');
}

main();
