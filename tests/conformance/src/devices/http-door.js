import http from 'node:http';

/**
 * Hands events to a gateway over HTTP: one request, one answer, and 200 means taken.
 */
export class HttpDoor {
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  /** @param {HttpAddress} address */
  constructor(address) {
    this.address = address;
  }

  /** @param {import('../event.js').DeviceEvent[]} events @param {(event: object, receipt?: object) => void} taken called for each that is taken
   * @throws where one was not taken */
  async send(events, taken) {
    const body = JSON.stringify(this.address.encode(events));
    const answer = await new Promise((resolve, reject) => {
      const request = http.request(
        { agent: this.#agent, host: '127.0.0.1', port: this.address.port, path: this.address.path, method: 'POST', timeout: 5000, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...this.address.headers } },
        (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
          response.on('error', reject);
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer in 5 s')));
      request.on('error', reject);
      request.end(body);
    });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
    const receipts = this.address.receipts?.(answer.text) ?? [];
    events.forEach((event, i) => taken(event, receipts[i]));
  }

  close() {
    this.#agent.destroy();
  }
}

/**
 * @typedef {object} HttpAddress
 * @property {number} port
 * @property {string} path
 * @property {object} [headers]
 * @property {(events: object[]) => object} encode   the body of a request
 * @property {(answer: string) => object[]} [receipts] the gateway's own numbers, one an event, in order
 */
