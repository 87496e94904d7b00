import mqtt from 'mqtt';

/**
 * Hands events to a gateway that is itself a broker: QoS 1, and the PUBACK means taken. A connection that fails is thrown away, with all
 * that mqtt.js would send again by itself: the device sends again, and only it.
 */
export class MqttDoor {
  #client;

  /** @param {{ port: number, topic: string }} address */
  constructor(address) {
    this.address = address;
  }

  /** @param {import('../event.js').DeviceEvent[]} events @param {(event: object) => void} taken called for each that is taken
   * @throws where one was not taken */
  async send(events, taken) {
    const client = (this.#client ??= await this.#connect());
    try {
      await new Promise((resolve, reject) => {
        let open = events.length;
        const limit = setTimeout(reject, 5000, new Error('no acknowledgement in 5 s'));
        const gone = () => reject(new Error('the connection closed'));
        client.once('close', gone);
        for (const event of events)
          client.publish(`${this.address.topic}/${event.device}`, event.text, { qos: 1 }, (error) => {
            if (error) return reject(error);
            taken(event);
            if (--open === 0) {
              clearTimeout(limit);
              client.off('close', gone);
              resolve();
            }
          });
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close() {
    this.#client?.end(true);
    this.#client = undefined;
  }

  async #connect() {
    const client = mqtt.connect({ host: '127.0.0.1', port: this.address.port, reconnectPeriod: 0, connectTimeout: 3000, keepalive: 30 });
    await new Promise((resolve, reject) => {
      client.once('connect', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new Error('no connection')));
    });
    client.on('error', () => {});
    return client;
  }
}
