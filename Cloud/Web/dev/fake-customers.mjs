// Made-up customers, sales and visits for the mock: names and numbers are nobody's.
export const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
const day = 1_440;

export const stores = [['store-1', 'Nanjing Road', 'gw-1'], ['store-2', '静安寺店', 'gw-2'], ['store-3', '信義旗艦店', 'gw-3'], ['store-4', 'Harbour Mall', 'gw-4'], ['store-5', 'Lujiazui', 'gw-5']];
const people = [
  'Lin Wei', '陈静', '黃美玲', 'Amara Okafor', 'José Álvarez', '王磊', 'Sofia Rossi', 'Nguyen Thi Hoa', '张伟', 'Priya Nair', 'Tom Becker', '李娜', '林志明', 'Hannah Schmidt', '刘洋', '周杰', 'Fatima Zahra', '吴秀英', '鄭家豪', 'Olivia Brown',
  '赵敏', '孙丽', '徐强', 'Marie Dubois',
];
const levels = ['gold', 'silver', 'platinum', '', 'silver', 'gold', '', ''];
const tagSets = [['tea lover', 'VIP'], [], ['allergic to nuts'], ['回头客'], [], ['tea lover'], [], ['企业客户', '发票', '送货', 'VIP']];
const faces = ['given', 'none', 'recalling', 'none', 'withdrawn', 'given', 'none', 'none'];
const goods = [['6901', 'Oat milk 1 l', 1990], ['6902', 'Jasmine tea 100 g', 3900], ['6903', 'Almond biscuits', 1250], ['6904', 'Longjing tea 250 g', 12800], ['6905', 'Honey 500 g', 4680], ['6906', 'Apples', 860]];

const consent = (number, state, rest = {}) => ({
  store: stores[number - 1][0], storeName: stores[number - 1][1], gateway: stores[number - 1][2], online: number !== 3, state, textVersion: '2026-1', language: 'zh-CN', otherStores: true, givenAt: ago(day * 12),
  withdrawnAt: state === 'withdrawn' ? ago(1) : null, attempts: state === 'recalling' ? 3 : 0, said: state === 'recalling' ? 'no answer for 40 s' : null, ...rest,
});
const consentsOf = {
  none: () => [], given: () => [consent(1, 'given'), consent(2, 'relayed', { textVersion: null })], recalling: () => [consent(1, 'withdrawn'), consent(2, 'withdrawn'), consent(3, 'recalling')], withdrawn: () => [consent(2, 'withdrawn')],
};

export const customers = people.map((name, index) => {
  const id = `m-${1001 + index}`;
  return {
    id, revision: 3, name, level: levels[index % 8], phone: index % 9 === 8 ? null : `138****${8000 + index}`, email: index % 3 ? 'l***@example.com' : null, card: index % 4 ? null : `****${1000 + index}`,
    birthday: index % 2 ? null : '--05-17', joinedAt: levels[index % 8] === '' && index % 3 ? null : ago(day * (30 + index * 17)), homeStore: stores[index % 5][0], assignedTo: index % 3 ? null : 'Chen Yi',
    source: ['till', 'gateway', 'import', 'web-shop'][index % 4], usual: goods.slice(index % 3, (index % 3) + 3).map(([sku, label]) => ({ sku, name: label })), hints: index % 4 ? [] : ['Prefers a table at the window', '不要推荐坚果'],
    tags: [...tagSets[index % 8]], notes: index % 2 ? [] : [{ id: `n-${index}`, at: ago(day * 3), who: 'Chen Yi', text: 'Looks for a present in June: green tea, not too strong.', customer: id }],
    identities: [{ source: 'till', externalId: '••••812', customer: id, since: ago(day * 200) }, { source: 'web-shop', externalId: '••••44', customer: id, since: ago(day * 40) }],
    merges: index === 0 ? [{ id: 'mg-1', keep: 'm-1001', merged: 'm-2001', mergedName: 'Lin W.', at: ago(day * 9), who: 'Chen Yi' }] : [], others: index === 0 ? [{ id: 'm-2001', phone: '139****2210', email: null, card: null }] : [],
    lastVisit: index % 5 === 3 ? null : ago(35 + index * 1_500), face: faces[index % 8], consents: consentsOf[faces[index % 8]](),
    figures: { purchases: 42 - index, spentFen: 812_350 - index * 31_117, lastPurchase: ago(33 + index * 1_500), points: index % 8 === 6 ? null : 1_830 - index * 41, visits: 61 - index, lastVisit: ago(35 + index * 1_500) },
    createdAt: ago(day * 400), updatedAt: ago(40),
  };
});

export const rowOf = ({ id, name, level, phone, lastVisit, face, consents, updatedAt, joinedAt, homeStore, tags, source }) => ({ id, name, level, phone, lastVisit, face, stores: consents.length, updatedAt, joinedAt, homeStore, tags, source });

export const sales = Array.from({ length: 130 }, (_, index) => {
  const twice = 1 + (index % 2);
  const lines = goods.slice(index % 4, (index % 4) + 1 + (index % 3)).map(([sku, name, fen], line) => ({ line: line + 1, sku, name, unit: sku === '6906' ? 'gram' : 'piece', quantity: sku === '6906' ? 1_250 : twice, amountFen: fen * twice, returned: 0 }));
  const kind = index % 17 === 5 ? 'return' : 'sale';
  const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const known = index % 3 !== 2;
  return {
    id: `0199-sale-${String(index).padStart(4, '0')}`, store: stores[index % 5][0], kind, at: ago(33 + index * 190), receivedAt: ago(32 + index * 190), till: `till-${twice}`, member: known ? customers[index % 3 === 0 ? 0 : index % 24].id : null, totalFen,
    points: (known ? Math.floor(totalFen / 100) : 0) * (kind === 'return' ? -1 : 1), original: kind === 'return' ? '0199-sale-0009' : null, said: index % 29 === 7 ? 'The till thought of 200 points; 150 were left and were used.' : null,
    vouchers: index % 11 === 4 ? ['TEA-50'] : [], pointsBurnt: 0, balance: known ? 1_830 : null, programme: 3, evidence: `event/gw-1/${20_391 + index}`, lines,
  };
});

const entry = (id, minutes, kind, customer, evidence, rest = {}) => ({ id, at: typeof minutes === 'string' ? minutes : ago(minutes), kind, customer, store: null, text: null, amountFen: null, points: null, count: null, seconds: null, who: null, evidence, ...rest });

export const entries = (id) => {
  const own = sales.filter(({ member }) => member === id);
  return [
    ...own.map((sale) => entry(`t-${sale.id}`, sale.at, sale.kind, id, { kind: 'sale', id: sale.id, store: sale.store }, {
      store: sale.store, text: sale.lines.map(({ name }) => name).join(', '), amountFen: sale.kind === 'return' ? -sale.totalFen : sale.totalFen, count: sale.lines.length,
    })),
    ...own.filter(({ points: earned }) => earned !== 0).map((sale) => entry(`p-${sale.id}`, sale.at, 'points', id, { kind: 'points', id: `pe-${sale.id}` }, { store: sale.store, points: sale.points })),
    ...[35, 3_100, 9_400, 15_000].map((minutes, index) => entry(`v-${index}`, minutes, 'visit', id, { kind: 'event', id: `17/${20_100 + index}`, gateway: stores[index % 3][2], store: stores[index % 3][0] }, {
      store: stores[index % 3][0], text: ['by card', 'by face', 'by code', 'by card'][index], seconds: 640 + index * 90,
    })),
    entry('r-1', 600, 'reveal', id, { kind: 'audit', id: 'a-1' }, { text: 'phone: Goods are ready to collect', who: 'Chen Yi' }),
    entry('no-1', day * 3, 'note', id, { kind: 'note', id: 'n-0' }, { text: 'Looks for a present in June: green tea, not too strong.', who: 'Chen Yi' }),
    entry('fc-1', day * 12, 'face-consent', id, { kind: 'event', id: '17/19001', gateway: 'gw-1', store: 'store-1' }, { store: 'store-1', text: 'given, text 2026-1' }),
    entry('mg-1', day * 9, 'merge', id, { kind: 'merge', id: 'mg-1' }, { text: 'Lin W.', who: 'Chen Yi' }),
    entry('cr-1', day * 400, 'created', id, { kind: 'customer', id }, { store: 'store-1' }),
  ].sort((left, right) => right.at.localeCompare(left.at));
};

export const points = (id) => ({
  member: id, balance: 1_830, owed: 0, level: 'gold', spendFen: 612_350, growth: 6_123, next: null,
  lots: [{ remaining: 320, expiresAt: inDays(12), at: ago(day * 350), sale: null }, { remaining: 1_010, expiresAt: inDays(96), at: ago(day * 260), sale: null }, { remaining: 500, expiresAt: inDays(300), at: ago(day * 60), sale: null }],
  entries: [
    ...sales.filter(({ member, points: earned }) => member === id && earned !== 0).slice(0, 12).map((sale) => ({
      id: `pe-${sale.id}`, at: sale.at, kind: sale.points < 0 ? 'returned' : 'earned', points: sale.points, expiresAt: sale.points < 0 ? null : inDays(340), store: sale.store, sale: sale.id, evidence: sale.evidence, who: 'till-1', why: null,
    })),
    { id: 'pe-x', at: ago(day * 20), kind: 'expired', points: -45, expiresAt: null, store: null, sale: null, evidence: 'programme/3', who: 'headquarters', why: 'earned a year before' },
    { id: 'pe-y', at: ago(day * 22), kind: 'adjusted', points: 100, expiresAt: inDays(343), store: null, sale: null, evidence: 'audit/a-9', who: 'Chen Yi', why: 'Broken cup, sorry' },
  ],
  levels: [
    { at: ago(day * 31), from: 'silver', to: 'gold', why: 'spent ¥5,000.00 within 365 days (limit ¥5,000.00)', evidence: 'sale/0199-sale-0003' },
    { at: ago(day * 220), from: '', to: 'silver', why: 'spent ¥1,020.00 within 365 days (limit ¥1,000.00)', evidence: 'sale/0199-sale-0021' },
  ],
});

export const vouchers = () => [
  { code: 'TEA-50', name: '¥50 off tea', valueFen: 5_000, leastFen: 20_000, member: 'm-1001', store: null, validFrom: ago(day * 20), validUntil: inDays(40), uses: 1, usesLeft: 1, createdAt: ago(day * 20) },
  { code: 'BIRTH-26', name: 'Birthday 2026', valueFen: 2_000, leastFen: 0, member: 'm-1001', store: null, validFrom: ago(day * 190), validUntil: ago(day * 160), uses: 1, usesLeft: 1, createdAt: ago(day * 190) },
  { code: 'WELCOME', name: '新会员礼', valueFen: 1_000, leastFen: 5_000, member: 'm-1001', store: null, validFrom: ago(day * 300), validUntil: null, uses: 1, usesLeft: 0, createdAt: ago(day * 300) },
];

export const programme = {
  version: 3, at: ago(day * 40), who: 'Lin Wei',
  programme: {
    timeZone: 'Asia/Shanghai',
    levels: [
      { name: 'silver', everywhere: false, rules: [{ kind: 'spend', least: 100_000, window: 'rolling', days: 365 }] },
      { name: 'gold', everywhere: true, rules: [{ kind: 'spend', least: 500_000, window: 'rolling', days: 365 }, { kind: 'paid', sku: 'gold-card', days: 365 }] },
      { name: 'platinum', everywhere: true, rules: [{ kind: 'growth', least: 20_000, window: 'calendar', alsoLastYear: true }] },
    ],
    points: { points: 1, perFen: 100, categories: [{ category: 'tea', percent: 200 }], expireDays: 365 }, growth: { growth: 1, perFen: 100, perSale: 5 }, stores: { months: 13, unplaced: 'everywhere' },
  },
};

export const levelCounts = {
  levels: [{ level: 'platinum', members: 212, everywhere: true }, { level: 'gold', members: 3_408, everywhere: true }, { level: 'silver', members: 18_220, everywhere: false }, { level: '', members: 61_904, everywhere: false }],
  changes: customers.slice(0, 9).map(({ id }, index) => ({
    member: id, at: ago(50 + index * 700), from: index % 3 === 2 ? 'gold' : 'silver', to: index % 3 === 2 ? 'silver' : 'gold', evidence: `sale/${sales[index].id}`,
    why: index % 3 === 2 ? 'a return took ¥420.00 back: ¥4,820.00 of ¥5,000.00' : 'spent ¥5,012.00 within 365 days (limit ¥5,000.00)',
  })),
};

export const heatMap = (from, to) => {
  const shape = [0, 0, 0, 0, 0, 0, 0, 0, 4, 14, 22, 31, 46, 38, 27, 25, 33, 52, 66, 58, 37, 18];
  const cells = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => shape.map((people, hour) => ({ weekday, hour, people: Math.round(people * (weekday > 5 ? 1.6 : 0.8 + weekday * 0.06) * 4), days: 4 }))).filter((cell) => cell.people > 0);
  return { from, to, cells, peak: cells.reduce((most, cell) => (cell.people > most.people ? cell : most)) };
};

export const visitSummary = (days) => ({
  from: ago(day * days), to: ago(0), claimSecondsMedian: 14, claimSecondsP95: 48, unclaimed: 3,
  days: Array.from({ length: days }, (_, index) => {
    const count = 380 + ((index * 7) % 5) * 60 + (index % 7 > 4 ? 260 : 0);
    return { day: ago(day * (days - 1 - index)).slice(0, 10), people: count, dwellSeconds: 610 + (index % 4) * 40, arrivals: 9 + (index % 5), sales: Math.round(count * 0.31), conversion: 310 };
  }),
});

export const arrivals = () => [
  { minutes: 0.4, claimSeconds: null }, { minutes: 4, claimSeconds: 11, by: 'Chen Yi' }, { minutes: 21, claimSeconds: 74, by: '王芳' }, { minutes: 48, claimSeconds: null, dismissedAt: ago(47) }, { minutes: 95, claimSeconds: null },
  { minutes: 130, claimSeconds: 19, by: 'Chen Yi' }, { minutes: 260, claimSeconds: 8, by: '王芳' },
].map(({ minutes, claimSeconds, dismissedAt = null, by = null }, index) => ({
  store: stores[index % 4][0], visit: `vi-${index}`, member: customers[index].id, name: customers[index].name, level: customers[index].level, zone: ['entrance', 'tea', null][index % 3], how: ['face', 'card', 'qr'][index % 3], arrivedAt: ago(minutes),
  claimedAt: claimSeconds === null ? null : ago(minutes - claimSeconds / 60), claimedBy: by, claimSeconds, dismissedAt, dwellSeconds: index < 2 ? null : 500 + index * 70, evidence: `event/${stores[index % 4][2]}/${19_000 + index}`,
}));
