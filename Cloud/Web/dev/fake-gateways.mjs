// What a gateway's page is answered with about commands and configurations: every state of a command once, and three versions; and what the templates' page is.
const ago = (ms) => new Date(Date.now() - ms).toISOString();
const minute = 60_000;

const command = (id, name, device, status, more = {}) => ({
  id, name, device, who: 'Li Na', askedAt: ago(minute * id.length), status, reason: null, progress: null, answeredAt: status === 'asked' || status === 'underway' ? null : ago(minute), body: null, ...more,
});

const sent = [
  command('c', 'capture', 'scale-1', 'underway', { progress: { done: 4, total: 10, unit: 's' } }),
  command('cc', 'zero', 'scale-1', 'done'),
  command('ccc', 'tare', 'scale-2', 'failed', { reason: 'not connected' }),
  command('cccc', 'logs', null, 'done'),
  command('ccccc', 'capture', 'scale-1', 'done'),
  command('cccccc', 'restart', null, 'unanswered', { reason: 'no answer within 45 s; nobody knows what became of it' }),
];

const bodies = {
  logs: {
    cut: true,
    lines: [
      { at: ago(minute), level: 'information', from: 'UplinkService', text: 'The uplink to hq.example:8883 is online.' },
      { at: ago(minute / 2), level: 'warning', from: 'DeviceSupervisor', text: 'scale-2 (toledo-8217) is offline: silent for 3 s' },
    ],
  },
  capture: { device: 'scale-1', bytes: 12, cut: false, pieces: [{ at: ago(minute), direction: 'out', hex: '530d0a', text: 'S..' }, { at: ago(minute), direction: 'in', hex: '5320532020312e32', text: 'S S  1.2' }] },
};

const versions = [
  { version: 3, at: ago(5 * minute), who: 'Li Na', cause: 'taken_back', takenFrom: 1, status: null, errors: [], reportedAt: null, origins: { health: 'base@2' } },
  { version: 2, at: ago(90 * minute), who: 'Wang Wei', cause: 'planogram', takenFrom: null, status: 'refused', errors: [{ path: 'config.planogram.plates[0]', message: 'there is no plate p-9' }], reportedAt: ago(89 * minute), origins: {} },
  { version: 1, at: ago(900 * minute), who: 'Wang Wei', cause: 'set', takenFrom: null, status: 'rolled_back', errors: [{ path: '', message: "what worked before it did not any more: device 'scale-1'" }], reportedAt: ago(899 * minute), origins: {} },
];

const changes = [
  { path: 'planogram.plates[plate=p-1].capacity', kind: 'changed', before: '5', after: '6' },
  { path: 'planogram.plates[plate=p-9]', kind: 'added', before: null, after: '{"plate":"p-9","items":[{"sku":"6901234567892"}]}' },
];

const wanted = { version: 3, config: { planogram: { plates: [] }, health: { reportEvery: '00:05:00' } }, origins: { health: 'base@2' } };

const groups = [
  { group: 'north', version: 1, name: 'North', region: 'north', stores: [], members: 12 },
  { group: 'pilot', version: 3, name: 'Pilot stores', region: null, stores: ['store-1', 'store-2'], members: 2 },
];

const templates = [
  { template: 'base', version: 2, name: 'What all have', group: 'north', rank: 0, sections: ['health'], at: ago(900 * minute), who: 'Wang Wei', gateways: 14, waiting: 0 },
  { template: 'spring', version: 1, name: 'Spring shelves', group: 'pilot', rank: 10, sections: ['planogram'], at: ago(minute), who: 'Li Na', gateways: 2, waiting: 1 },
];

const templateVersions = [2, 1].map((version) => ({
  template: 'base', version, name: 'What all have', group: 'north', rank: 0, sections: { health: { reportEvery: `00:0${version}:00` } }, at: ago(900 * minute), who: 'Wang Wei',
}));

const preview = { mistakes: [], changed: 1, same: 1, gateways: [{ store: 'store-1', gateway: 'gw-1', isCut: false, changes }] };

/** What the templates' page is answered with. */
function templated(method, [, , area, template, part], empty) {
  return area === 'groups' ? (method === 'GET' ? { status: 200, body: empty ? [] : groups } : { status: 200, body: groups[0] })
    : part === 'versions' ? { status: 200, body: templateVersions }
    : part === 'preview' ? { status: 200, body: preview }
    : template !== undefined ? { status: 200, body: templateVersions[0] }
    : { status: 200, body: empty ? [] : templates };
}

/** The answer, or null where the address is none of these. */
export function gateways(method, url, empty) {
  const [, , area, , part, one, two, three] = url.pathname.split('/');
  if (area === 'templates' || area === 'groups') {
    return templated(method, url.pathname.split('/'), empty);
  }

  if (area !== 'gateways') {
    return null;
  }

  if (part === 'commands') {
    const found = sent.find(({ id }) => id === one);
    return method === 'POST' ? { status: 202, body: { id: 'c' } } : { status: 200, body: one === undefined ? (empty ? [] : sent) : { ...found, body: bodies[found?.name] ?? null } };
  }

  if (part === 'config' && one === undefined) {
    return empty ? { status: 404, body: { detail: 'nothing is wanted of it' } } : { status: 200, body: wanted };
  }

  if (part === 'config' && one === 'versions') {
    return method === 'POST' ? { status: 202, body: { version: 4 } }
      : { status: 200, body: three === 'changes' ? { from: Number(two) - 1, to: Number(two), isCut: false, changes } : { versions: empty ? [] : versions, next: null } };
  }

  return null;
}
