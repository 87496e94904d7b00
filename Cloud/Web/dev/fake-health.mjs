// What the fleet's pages are answered with: every state once, and a day of numbers.
const hour = 3_600_000;
const ago = (ms) => new Date(Date.now() - ms).toISOString();

const numbers = (more = {}) => ({
  cpu: 0.12, temperature: 51.5, memoryTotal: 4e9, memoryAvailable: 2.6e9, diskSize: 31e9, diskFree: 22e9, wear: null, undervoltage: false, throttled: false, clockSynced: true, clockOffsetMs: 0.4,
  depth: 3, oldestSeconds: 2, roundTripMs: 38, lagMs: 0.2, devicesOnline: 5, devicesTotal: 5, uptimeSeconds: 432_100, ...more,
});

const gateway = (name, store, storeName, state, reasons, health, more = {}) => ({
  gateway: name, store, storeName, region: 'north', latitudeE6: 39_900_000 + 40_000 * name.length, longitudeE6: 116_400_000 + 130_000 * store.length + 9_000 * storeName.length, state, since: ago(3 * hour), reasons, version: '1.4.0',
  lastCommittedAt: ago(4_000), healthAt: ago(6_000), health, openAlarms: 0, waitingAlarms: 0, ...more,
});

const fleet = () => [
  gateway('gw-1', 'store-1', '朝阳路店', 'online', [], numbers()),
  gateway('gw-22', 'store-2', '建国门店', 'degraded', ['hot', 'device_offline'], numbers({ temperature: 84.2, devicesOnline: 4, wear: 30 }), { openAlarms: 2, waitingAlarms: 1 }),
  gateway('gw-333', 'store-10', '中关村旗舰店', 'offline', ['offline'], numbers({ depth: 12 }), { openAlarms: 1, version: '1.3.2' }),
  gateway('gw-4444', 'store-100', '望京店', 'lying', ['lying', 'outbox_growing'], numbers({ depth: 15_320, oldestSeconds: 5_400 }), { openAlarms: 1, waitingAlarms: 1 }),
  gateway('gw-5', 'store-5', '新店', 'unknown', [], null, { since: null, version: null, healthAt: null, lastCommittedAt: null }),
];

const alarm = (id, kind, more = {}) => ({
  id, gateway: 'gw-22', store: 'store-2', kind, detail: kind === 'hot' ? '84.2 °C' : '1 of 5', openedAt: ago(hour), acknowledgedAt: null, acknowledgedBy: null, mutedUntil: null, mutedBy: null, escalatedAt: null,
  closedAt: null, ...more,
});

const day = (known) => ({
  gateway: known,
  devices: ['scale-1', 'scale-2', 'camera-1'].map((device, index) => ({
    gateway: known.gateway, device, kind: 'scale', driver: 'toledo-8217', availability: index === 1 ? 'offline' : 'online', since: ago(hour), reason: index === 1 ? 'no answer for 3 s' : null, sample: null, sampleAt: null,
  })),
  samples: known.health === null ? [] : Array.from({ length: 144 }, (_, slot) => slot).filter((slot) => slot < 60 || slot > 70).map((slot) => ({
    at: ago((144 - slot) * 600_000), cpu: 0.1 + 0.05 * Math.sin(slot / 10), temperature: 50 + 6 * Math.sin(slot / 20), memoryUsed: 0.4, diskFree: 22e9 - slot * 1e6, depth: slot % 7, oldestSeconds: 2, roundTripMs: 30 + (slot % 13), lagMs: 0,
  })),
  changes: [{ at: ago(hour), state: known.state, reasons: known.reasons }, { at: ago(9 * hour), state: 'online', reasons: [] }],
  alarms: known.openAlarms === 0 ? [] : [
    alarm('a-1', 'hot'), alarm('a-2', 'device_offline', { acknowledgedAt: ago(hour / 2), acknowledgedBy: 'owner', mutedUntil: new Date(Date.now() + hour).toISOString() }),
    alarm('a-3', 'undervoltage', { detail: '', escalatedAt: ago(20 * hour), closedAt: ago(19 * hour) }),
  ],
});

/** The answer, or null where the address is none of these. */
export function health(method, url, empty) {
  const [, , area, name, part] = url.pathname.split('/');
  if (area === 'fleet') {
    return { status: 200, body: empty ? [] : fleet() };
  }

  if (area === 'gateways' && part === 'health') {
    const known = fleet().find((one) => one.gateway === name);
    return known ? { status: 200, body: day(known) } : { status: 404, body: { title: 'Not Found', status: 404, detail: `there is no gateway '${name}'` } };
  }

  return area === 'gateway-alarms' ? { status: 200, body: method === 'POST' ? alarm(name ?? 'a-1', 'hot') : [alarm('a-1', 'hot')] } : null;
}
