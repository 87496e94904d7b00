// What a gateway's page is answered with about commands and configurations: every state of a command once, and three versions.
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
  { version: 3, at: ago(5 * minute), who: 'Li Na', cause: 'taken_back', takenFrom: 1, status: null, errors: [], reportedAt: null },
  { version: 2, at: ago(90 * minute), who: 'Wang Wei', cause: 'planogram', takenFrom: null, status: 'refused', errors: [{ path: 'config.planogram.plates[0]', message: 'there is no plate p-9' }], reportedAt: ago(89 * minute) },
  { version: 1, at: ago(900 * minute), who: 'Wang Wei', cause: 'set', takenFrom: null, status: 'applied', errors: [], reportedAt: ago(899 * minute) },
];

const changes = [
  { path: 'planogram.plates[plate=p-1].capacity', kind: 'changed', before: '5', after: '6' },
  { path: 'planogram.plates[plate=p-9]', kind: 'added', before: null, after: '{"plate":"p-9","items":[{"sku":"6901234567892"}]}' },
];

/** The answer, or null where the address is none of these. */
export function gateways(method, url, empty) {
  const [, , area, , part, one, two, three] = url.pathname.split('/');
  if (area !== 'gateways') {
    return null;
  }

  if (part === 'commands') {
    const found = sent.find(({ id }) => id === one);
    return method === 'POST' ? { status: 202, body: { id: 'c' } } : { status: 200, body: one === undefined ? (empty ? [] : sent) : { ...found, body: bodies[found?.name] ?? null } };
  }

  if (part === 'config' && one === 'versions') {
    return method === 'POST' ? { status: 202, body: { version: 4 } }
      : { status: 200, body: three === 'changes' ? { from: Number(two) - 1, to: Number(two), isCut: false, changes } : { versions: empty ? [] : versions, next: null } };
  }

  return null;
}
