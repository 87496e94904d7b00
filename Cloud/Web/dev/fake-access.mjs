// Made-up accounts, tokens, regions and the audit for the mock.
import { ago, customers, inDays, stores } from './fake-customers.mjs';

const all = [
  'viewStores', 'editStores', 'operateGateways', 'maintainGateways', 'viewStock', 'countStock', 'moveStock', 'editProducts', 'editPlanograms', 'viewOrders', 'editOrders', 'editReorderRules', 'viewCustomers', 'editCustomers', 'revealContacts',
  'mergeCustomers', 'importCustomers', 'eraseCustomers', 'withdrawConsents', 'viewProgramme', 'editProgramme', 'adjustPoints', 'viewSales', 'postSales', 'retrySales', 'useVouchers', 'viewVisits', 'viewAudit', 'editTemplates', 'editAccounts', 'editWebhooks',
];

export const mes = {
  admin: { id: 'ac-1', name: 'Lin Wei', login: 'lin', role: 'admin', stores: null, permissions: all },
  associate: { id: 'ac-4', name: '王芳', login: 'wangfang', role: 'associate', stores: ['store-1'], permissions: ['viewStores', 'viewStock', 'countStock', 'viewCustomers', 'viewSales', 'viewVisits'] },
};

const day = 1_440;
const account = (id, login, name, role, rest = {}) => ({ id, login, name, email: `${login}@example.com`, role, regions: [], stores: [], active: true, hasPassword: true, links: [], createdAt: ago(day * 100), lastSeenAt: ago(12), version: 2, ...rest });

export const accounts = [
  account('ac-1', 'lin', 'Lin Wei', 'admin', { lastSeenAt: ago(1) }),
  account('ac-2', 'chen', 'Chen Yi', 'region', { regions: ['east'], links: [{ provider: 'company', issuer: 'https://id.example.com' }] }),
  account('ac-3', 'zhao', '赵敏', 'manager', { stores: ['store-1'] }),
  account('ac-4', 'wangfang', '王芳', 'associate', { stores: ['store-1', 'store-2'], email: null }),
  account('ac-5', 'audit', 'Hannah Schmidt', 'auditor', { hasPassword: false, links: [{ provider: 'company', issuer: 'https://id.example.com' }], lastSeenAt: ago(day * 20) }),
  account('ac-6', 'ex', 'Tom Becker', 'associate', { stores: ['store-4'], active: false, lastSeenAt: ago(day * 90) }),
];

export const tokens = [
  { id: 'tk-1', name: 'till 1, Nanjing Road', role: 'till', regions: [], stores: ['store-1'], createdBy: 'Lin Wei', createdAt: ago(day * 90), expiresAt: inDays(275), lastUsedAt: ago(0.3) },
  { id: 'tk-2', name: 'till 1, 静安寺店', role: 'till', regions: [], stores: ['store-2'], createdBy: 'Lin Wei', createdAt: ago(day * 90), expiresAt: inDays(275), lastUsedAt: ago(4) },
  { id: 'tk-3', name: 'accounting export', role: 'auditor', regions: [], stores: [], createdBy: 'Lin Wei', createdAt: ago(day * 30), expiresAt: null, lastUsedAt: null },
];

export const regions = [{ region: 'east', name: '华东', parent: null, stores: 3 }, { region: 'shanghai', name: 'Shanghai', parent: 'east', stores: 2 }, { region: 'taipei', name: '台北', parent: null, stores: 1 }];

const spots = [[31_238_000, 121_475_000], [31_223_000, 121_445_000], [25_033_000, 121_565_000], [31_200_000, 121_500_000], null];

export const places = stores.map(([store, name], index) => ({
  store, name, region: ['shanghai', 'shanghai', 'taipei', 'east', null][index], address: ['南京东路 100 号', '静安区愚园路 68 号', '臺北市信義區松高路 12 號', 'Pier 4', null][index], timeZone: index === 2 ? 'Asia/Taipei' : 'Asia/Shanghai',
  latitudeE6: spots[index]?.[0] ?? null, longitudeE6: spots[index]?.[1] ?? null,
}));

export const webhookEvents = ['order.sent', 'stock.low', 'customer.changed', 'vip.arrived', 'sale.recorded'];

export const webhooks = [
  { id: 'wh-1', name: 'Accounting', url: 'https://books.example.com/hooks/retail', events: ['sale.recorded', 'order.sent'], stores: [], active: true, createdAt: ago(day * 60), version: 3 },
  { id: 'wh-2', name: '企业微信群', url: 'https://qyapi.example.com/cgi-bin/webhook/send?key=1', events: ['vip.arrived'], stores: ['store-1'], active: false, createdAt: ago(day * 12), version: 1 },
];

export const deliveries = [
  { id: 'd-1', event: 'sale.recorded', state: 'sent', attempts: 1, said: '200 OK', createdAt: ago(3), nextAt: null, endedAt: ago(3) },
  { id: 'd-2', event: 'order.sent', state: 'failed', attempts: 8, said: '503 Service Unavailable: maintenance until 06:00', createdAt: ago(600), nextAt: null, endedAt: ago(60) },
  { id: 'd-3', event: 'sale.recorded', state: 'sent', attempts: 2, said: '200 OK', createdAt: ago(900), nextAt: null, endedAt: ago(898) },
];

const entry = (id, minutes, who, role, action, kind, subject, store, detail) => ({ id, at: ago(minutes), who: who[0], name: who[1], role, action, kind, subject, store, detail });
const lin = ['ac-1', 'Lin Wei'];
const chen = ['ac-2', 'Chen Yi'];

export const audit = [
  entry('a-1', 4, chen, 'Region', 'customer.revealed', 'customer', customers[0].id, null, { what: 'phone', why: 'Goods are ready to collect' }),
  entry('a-2', 31, chen, 'Region', 'customer.merged', 'customer', customers[0].id, null, { merged: 'm-2001' }),
  entry('a-3', 55, ['tk-1', 'till 1, Nanjing Road'], 'Till', 'voucher.made', 'voucher', 'TEA-50', 'store-1', null),
  entry('a-4', 90, lin, 'Admin', 'programme.changed', 'programme', 'programme', null, { version: 3 }),
  entry('a-5', 240, ['ac-3', '赵敏'], 'Manager', 'purchase.sent', 'purchase', 'PO-1042', 'store-1', { supplier: 'tea-house', lines: 4 }),
  entry('a-6', 300, lin, 'Admin', 'account.created', 'account', 'ac-4', null, { role: 'associate' }),
  entry('a-7', 1_300, lin, 'Admin', 'customer.erased', 'customer', 'm-9001', null, { why: 'asked by letter of 11 November' }),
  entry('a-8', 1_500, lin, 'Admin', 'regions.changed', 'chain', 'regions', null, { regions: 3 }),
];
