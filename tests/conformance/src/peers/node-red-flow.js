/**
 * The flow as Node-RED stores it.
 * @param {number} broker the port of the cloud's broker @param {string | null} ca its authority, for TLS
 * @param {boolean} gate whether a queue stands before the MQTT node
 */
export function nodeRedFlow(broker, ca, gate) {
  const node = (id, type, fields) => ({ id, type, z: 'flow', x: 0, y: 0, ...fields });
  return [
    { id: 'flow', type: 'tab', label: 'store', disabled: false },
    ...(ca ? [{ id: 'tls', type: 'tls-config', name: '', cert: '', key: '', ca, certname: '', keyname: '', caname: '', servername: '', verifyservercert: true, alpnprotocol: '' }] : []),
    {
      id: 'broker', type: 'mqtt-broker', name: '', broker: '127.0.0.1', port: String(broker), clientid: 'node-red', autoConnect: true,
      usetls: Boolean(ca), tls: ca ? 'tls' : '', protocolVersion: '4', keepalive: '10', cleansession: false, autoUnsubscribe: true, birthTopic: '', closeTopic: '', willTopic: '',
    },
    node('in', 'http in', { url: '/events', method: 'post', upload: false, swaggerDoc: '', wires: [['split']] }),
    node('split', 'function', {
      func: "return [msg.payload.map(e => ({ topic: 'cloud/' + e.device, payload: e.text })), { req: msg.req, res: msg.res, statusCode: 200, payload: 'ok' }];",
      outputs: 2, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [], wires: [[gate ? 'gate' : 'out'], ['answer']],
    }),
    node('answer', 'http response', { statusCode: '', headers: {}, wires: [] }),
    node('out', 'mqtt out', { topic: '', qos: '1', retain: 'false', respTopic: '', contentType: '', userProps: '', correl: '', expiry: '', broker: 'broker', wires: [] }),
    ...(gate ? gateNodes(node) : []),
  ];
}

function gateNodes(node) {
  return [
    node('gate', 'q-gate', {
      controlTopic: 'control', defaultState: 'queueing', openCmd: 'open', closeCmd: 'close', toggleCmd: 'toggle', queueCmd: 'queue', defaultCmd: 'default',
      triggerCmd: 'trigger', flushCmd: 'flush', resetCmd: 'reset', peekCmd: 'peek', dropCmd: 'drop', statusCmd: 'status',
      maxQueueLength: 0, keepNewest: false, qToggle: false, persist: true, storeName: 'default', wires: [['out']],
    }),
    node('status', 'status', { scope: ['out'], wires: [['steer']] }),
    node('steer', 'function', {
      func: "return { topic: 'control', payload: msg.status.fill === 'green' ? 'open' : 'queue' };",
      outputs: 1, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [], wires: [['gate']],
    }),
  ];
}
