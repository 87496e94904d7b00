import { EdgeGateway, EdgeGatewayFaketime } from './edge-gateway.js';
import { MosquittoDefaults, MosquittoOnChanges, MosquittoOrdered, MosquittoTuned } from './mosquitto-bridge.js';
import { MqttJsJsonl, MqttJsLevel } from './mqttjs-store.js';
import { NodeRedGate, NodeRedPlain } from './node-red.js';

/** Every gateway the kit can run, by the name it is asked for. @type {Record<string, typeof import('./peer.js').Peer>} */
export const peers = {
  'edge-gateway': EdgeGateway,
  'mosquitto-defaults': MosquittoDefaults,
  'mosquitto-tuned': MosquittoTuned,
  'mosquitto-ordered': MosquittoOrdered,
  'mosquitto-on-changes': MosquittoOnChanges,
  'node-red': NodeRedPlain,
  'node-red-gate': NodeRedGate,
  'mqttjs-level': MqttJsLevel,
  'mqttjs-jsonl': MqttJsJsonl,
  'edge-gateway-faketime': EdgeGatewayFaketime,
};
