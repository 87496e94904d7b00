const ago = (ms) => new Date(Date.now() - ms).toISOString();
const hour = 3_600_000;

const plans = [
  { store: 'store-1', name: 'Nanjing Road', gateways: ['gw-1'] },
  { store: 'store-2', name: '静安寺店', gateways: ['gw-2'] },
  { store: 'store-3', name: '信義旗艦店', gateways: ['gw-3', 'gw-3b'] },
  { store: 'store-4', name: 'Harbour Mall', gateways: ['gw-4'] },
  { store: 'store-5', name: 'Lujiazui', gateways: ['gw-5'] },
  { store: 'store-6', name: '朝阳大悦城店', gateways: ['gw-6'] },
  { store: 'store-7', name: 'Old Town', gateways: ['gw-7'] },
  { store: 'store-8', name: 'Airport T2', gateways: [] },
];

/** Made-up stores: one busy, one offline with a backlog, one with a gap, one silent, one never seen. */
export class FakeFleet {
  constructor() {
    this.tick = 0;
    this.log = new Map(plans.map(({ store }) => [store, []]));
    this.gateways = new Map(plans.flatMap(({ gateways }) => gateways).map((gateway, index) => [gateway, this.gateway(gateway, index)]));
    for (let second = 240; second > 0; second--) {
      this.step(second * 500);
    }
  }

  gateway(gateway, index) {
    const events = [184_223, 96_410, 51_877, 12_008, 204_551, 77_310, 0, 33][index] ?? 900;
    const base = {
      gateway, status: 'online', statusSince: ago((index + 2) * 7 * hour), version: '0.1.0+83ad02c', lastEventAt: ago(800), lastCommittedAt: ago(700),
      epoch: `${index + 3}-9f3ac2d${index}`, committedSeq: events + 41, events, depth: index * 3, oldestUnsent: index === 0 ? null : ago(400), gapEvents: 0, deadLetters: 0,
    };
    const odd = {
      'gw-4': { status: 'offline', statusSince: ago(0.6 * hour), lastEventAt: ago(0.6 * hour), lastCommittedAt: ago(0.6 * hour), depth: 8_214, oldestUnsent: ago(0.6 * hour) },
      'gw-5': { gapEvents: 2, deadLetters: 3 },
      'gw-6': { lastEventAt: ago(260_000), lastCommittedAt: ago(260_000), depth: 17, oldestUnsent: ago(258_000) },
      'gw-7': { status: 'unknown', statusSince: null, version: null, lastEventAt: null, lastCommittedAt: null, epoch: null, committedSeq: 0, events: 0, depth: 0, oldestUnsent: null },
    };
    return { ...base, ...odd[gateway] };
  }

  stores() {
    return plans.map(({ store, name, gateways }) => ({ store, name, gateways: gateways.map((gateway) => this.gateways.get(gateway)) }));
  }

  store(id) {
    const plan = this.stores().find(({ store }) => store === id);
    return plan && { ...plan, devices: plan.gateways.slice(0, 1).flatMap(({ gateway }) => this.devices(gateway)) };
  }

  events(store) {
    return this.log.get(store);
  }

  deadLetters() {
    return [
      { id: 5, topic: 'r/v1/17/store-5/gw-5/events', gateway: 'gw-5', seq: 204_101, reason: 'Event 3 of the batch has no "type"; expected one of the catalogue.', count: 2, firstAt: ago(26 * 60_000), lastAt: ago(94_000), size: 48_211 },
      { id: 4, topic: 'r/v1/17/store-5/gw-5/events', gateway: 'gw-5', seq: null, reason: 'The payload is not JSON: unexpected end after 1,024 bytes.', count: 1, firstAt: ago(2 * hour), lastAt: ago(2 * hour), size: 1_024 },
      { id: 3, topic: 'r/v1/40/store-9/gw-77/events', gateway: null, seq: null, reason: 'Gateway gw-77 is not registered. Add it to the fleet if it is yours.', count: 1_408, firstAt: ago(30 * hour), lastAt: ago(9_000), size: 655 },
      { id: 2, topic: 'r/v1/3/store-1/gw-2/events', gateway: 'gw-2', seq: 11, reason: 'The gateway says store-1, but it is registered in store-2.', count: 7, firstAt: ago(50 * hour), lastAt: ago(49 * hour), size: 2_380 },
    ];
  }

  devices(gateway) {
    const at = ago(180);
    const device = (name, kind, driver, sample, rest = {}) => ({ gateway, device: name, kind, driver, availability: 'online', since: ago(7 * hour), reason: null, sample: sample && { kind, ...sample }, sampleAt: at, ...rest });
    const scale = (more) => ({ weight: null, unit: 'kg', stable: null, net_gross: 'unknown', errors: [], flags: [], ...more });
    const plate = (name, index) => device(name, 'plate', 'modbus-plate', { grams: this.grams(index), counts: 83_112, stable: true, errors: [] });
    return [
      device('scale-1', 'scale', 'toledo-8217', scale(this.scale())),
      device('scale-2', 'scale', 'toledo-continuous', scale({ errors: ['over_capacity'] })),
      device('scale-3', 'scale', 'toledo-8217', scale({ flags: ['motion'], stable: false })),
      device('scale-4', 'scale', 'toledo-8217', null, { availability: 'offline', since: ago(11 * 60_000), reason: 'The port is gone: usb-FTDI_FT232R_A10K7Q-if00-port0 was unplugged.', sampleAt: null }),
      plate('plate-1', 1),
      plate('plate-2', 2),
      device('plate-3', 'plate', 'modbus-plate', { grams: '1204.5', counts: 9, stable: true, errors: [] }, { sampleAt: ago(47_000) }),
    ];
  }

  scale(tick = this.tick) {
    const phase = tick % 24;
    if (phase < 8) {
      return { weight: '0.000', stable: true, net_gross: 'net' };
    }

    return phase < 10 ? { weight: '0.874', stable: false, net_gross: 'net' } : { weight: ['1.250', '0.412', '3.085'][Math.floor(tick / 24) % 3], stable: true, net_gross: 'net' };
  }

  grams(index, tick = this.tick) {
    return (4_210.5 - (Math.floor(tick / (17 * index)) % 12) * 330 * (index === 1 ? 1 : 0.4)).toFixed(1);
  }

  /** Half a second of shop life; `before` places it in the past. */
  step(before = 0) {
    this.tick++;
    const committed = new Map();
    for (const { store, gateways } of plans) {
      const gateway = this.gateways.get(gateways[0]);
      if (!gateway || gateway.status !== 'online' || gateway.gateway === 'gw-6') {
        continue;
      }

      const events = this.happenings(gateway.gateway).map(([type, device, data]) => ({
        gateway: gateway.gateway, position: ++gateway.events, epoch: gateway.epoch, seq: ++gateway.committedSeq, type,
        class: type === 'device.sample' || type === 'gateway.health' ? 'telemetry' : 'ledger', time: ago(before + 120), receivedAt: ago(before + 90), happenedAt: ago(before + 120), timeQuality: 'exact', notBefore: null, device, data,
      }));
      for (const each of gateways.map((id) => this.gateways.get(id))) {
        Object.assign(each, { lastEventAt: ago(before + 120), lastCommittedAt: ago(before + 90), depth: this.tick % 5, oldestUnsent: this.tick % 5 === 0 ? null : ago(300) });
      }
      this.log.set(store, [...this.log.get(store), ...events].slice(-1_000));
      committed.set(store, events);
    }

    return committed;
  }

  happenings(gateway) {
    const list = [['device.sample', 'scale-1', { kind: 'scale', unit: 'kg', errors: [], flags: [], ...this.scale() }]];
    const every = (n, entry) => (this.tick + gateway.charCodeAt(3)) % n === 0 && list.push(entry);
    every(3, ['device.sample', 'plate-1', { kind: 'plate', grams: this.grams(1), counts: 83_112, stable: true, errors: [] }]);
    every(4, ['device.sample', 'plate-2', { kind: 'plate', grams: this.grams(2), counts: 83_112, stable: true, errors: [] }]);
    every(24, ['goods.weighed', 'scale-1', { scale: 'scale-1', net: this.scale(this.tick + 12).weight, unit: 'kg' }]);
    every(17, ['stock.plate.ambiguous', 'plate-1', { plate: 'plate-1', before: '4210.5', after: '3880.5', change: '-330.0', unit: 'g', candidates: [] }]);
    every(9, ['scan.read', 'till-1', { symbology: 'EAN-13', text: `69012345${10_000 + (this.tick % 89_999)}` }]);
    every(20, ['gateway.health', null, { depth: this.tick % 5, rss: 61_000_000, uptime: 25_200 + this.tick }]);
    every(151, ['device.offline', 'scale-4', { driver: 'toledo-8217', stable_name: 'usb-FTDI_FT232R_A10K7Q-if00-port0', reason: 'unplugged' }]);
    return list;
  }
}
