import mqtt from 'mqtt';

/**
 * A connection with a session that outlives it. A message is acknowledged to the broker only after the handler has stored it.
 * @param {number} port @param {number} version 4 or 5 @param {string} filter
 * @param {(topic: string, payload: Buffer, packet: object, client: mqtt.MqttClient) => void} store throws where it cannot
 * @returns {Promise<mqtt.MqttClient>} connected and subscribed
 */
export async function subscribe(port, version, filter, store) {
  const client = mqtt.connect({
    host: '127.0.0.1',
    port,
    protocolVersion: version,
    clientId: 'cloud-side',
    clean: false,
    ...(version === 5 ? { properties: { sessionExpiryInterval: 86_400, receiveMaximum: 1000 } } : {}),
    reconnectPeriod: 200,
    keepalive: 10,
    resubscribe: false,
  });
  client.handleMessage = (packet, done) => {
    try {
      store(packet.topic, packet.payload, packet, client);
      done();
    } catch (error) {
      done(error);
    }
  };
  client.on('error', () => {});
  // A broker that has forgotten the session needs to be told again.
  client.on('connect', () => client.subscribe(filter, { qos: 1 }));
  await new Promise((resolve, reject) => {
    client.on('packetreceive', (packet) => packet.cmd === 'suback' && resolve());
    setTimeout(reject, 20_000, new Error('The cloud side could not subscribe.')).unref();
  });
  return client;
}
