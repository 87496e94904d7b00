// Made-up members for the mock: names and numbers are nobody's.
const names = ['Lin Wei', 'Chen Jing', 'Huang Mei-ling', 'Amara Okafor', 'José Álvarez', 'Sofia Rossi', 'Wang Lei', 'Nguyen Thi Hoa', 'Priya Nair', 'Tom Becker'];
const levels = ['gold', 'silver', 'platinum', ''];
const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const consent = (number, state, rest = {}) => ({
  store: `store-${number}`, storeName: ['Harbour Road', 'Old Town', 'Station'][number - 1], gateway: `gw-${number}`, online: number !== 3, state, textVersion: '2026-1',
  language: 'en', otherStores: true, givenAt: at(60 * 24 * 12), withdrawnAt: state === 'withdrawn' ? at(1) : null, attempts: 0, said: null, ...rest,
});
const consents = [
  () => [consent(1, 'given'), consent(2, 'relayed', { textVersion: null, otherStores: false })],
  () => [consent(1, 'withdrawn'), consent(2, 'withdrawn'), consent(3, 'recalling')],
  () => [],
  () => [consent(2, 'withdrawn')],
];
const faces = ['given', 'recalling', 'none', 'withdrawn'];

export const members = names.map((name, index) => ({
  id: `m-${1001 + index}`, name, level: levels[index % 4], phone: index % 5 === 4 ? null : `•••${8000 + index}`, email: 'l•••@example.com', card: '•••001',
  usual: [{ sku: '6901', name: 'Oat milk' }, { sku: '6902', name: 'Jasmine tea' }], notes: ['Prefers a table at the window'], assignedTo: null,
  lastVisit: index % 5 === 3 ? null : at(40 + index * 1500), face: faces[index % 4], consents: consents[index % 4](), updatedAt: at(40),
}));

export const rows = (search) => members
  .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
  .map(({ id, name, level, phone, lastVisit, face, consents: all, updatedAt }) => ({
    id, name, level, phone, lastVisit, face, stores: all.filter(({ state }) => state !== 'withdrawn').length, updatedAt,
  }));

export const keys = [1, 2, 3].map((number) => ({
  store: `store-${number}`, gateway: `gw-${number}`, fingerprint: number === 3 ? null : '3f1c 88a0 7be2 4d19 9c5e 0b67 a2d4 51f' + number, keySince: at(9000), members: 10, behind: number - 1, said: null,
}));

export const codes = () => {
  const first = Math.floor(Date.now() / 30_000);
  return {
    name: 'Lin Wei', level: 'gold', now: new Date().toISOString(),
    codes: Array.from({ length: 20 }, (_, step) => ({
      text: `M1:0123456789${String(first + step).padStart(10, '0')}`, from: new Date((first + step) * 30_000).toISOString(), until: new Date((first + step + 1) * 30_000).toISOString(),
    })),
  };
};
