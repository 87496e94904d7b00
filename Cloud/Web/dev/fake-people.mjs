// The mock's answers about people: signing in, customers, sales, visits, consents, imports, the audit and the settings.
import { accounts, audit, deliveries, mes, places, regions, tokens, webhookEvents, webhooks } from './fake-access.mjs';
import { ago, arrivals, customers, entries, heatMap, levelCounts, points, programme, rowOf, sales, visitSummary, vouchers } from './fake-customers.mjs';
import { arrive, importRows, imports, look } from './fake-imports.mjs';

let who = 'admin';

const page = (list, url, key) => {
  const from = Number(url.searchParams.get('after') ?? url.searchParams.get('before') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? 50);
  return { [key]: list.slice(from, to), next: to < list.length ? String(to) : null };
};
const missing = (what) => [404, { title: 'Not found', status: 404, detail: `there is no ${what}` }];
const wanted = (url, name) => url.searchParams.get(name) ?? '';

const found = (url) => customers.filter((each) =>
  (!wanted(url, 'search') || [each.name, each.phone, each.card].some((text) => text?.toLowerCase().includes(wanted(url, 'search').toLowerCase())))
  && (!wanted(url, 'tag') || each.tags.includes(wanted(url, 'tag'))) && (!wanted(url, 'level') || each.level === wanted(url, 'level')));

const marketing = (given, rest = {}) => ({ purpose: 'marketing', channel: 'sms', given, textVersion: '2026-1', language: 'zh-CN', at: ago(40_000), who: 'Chen Yi', source: 'headquarters', ...rest });
const receipt = (id) => ({
  id: '0199-receipt-7f', customer: id, customers: [id, 'm-2001'], at: ago(1), who: 'Lin Wei', complete: false,
  removed: [{ where: 'customers', what: 'name, numbers, birthday', rows: 2 }, { where: 'notes', what: 'notes of staff', rows: 4 }, { where: 'consents', what: 'what was agreed to', rows: 3 }, { where: 'visits', what: 'the link from visits to the person', rows: 61 }],
  gateways: [
    { store: 'store-1', storeName: 'Nanjing Road', gateway: 'gw-1', online: true, profile: 'removed', face: 'removed', said: null }, { store: 'store-2', storeName: '静安寺店', gateway: 'gw-2', online: true, profile: 'removed', face: 'never there', said: null },
    { store: 'store-4', storeName: 'Harbour Mall', gateway: 'gw-4', online: false, profile: 'on its way', face: 'on its way', said: null },
  ],
  remains: ['42 sales without a name: the law asks to keep the books for 10 years', 'this receipt, with the customer number alone'],
});

function customer(method, url, [id, part, sub], body) {
  const one = customers.find((each) => each.id === id);
  if (part === 'erasure') {
    return [200, receipt(id)];
  }

  if (!one) {
    return missing(`customer '${id}'`);
  }

  const consents = () => ({ current: one.marketing ?? [marketing(true), marketing(false, { purpose: 'survey', channel: 'email', at: ago(9_000) })], history: [marketing(true), marketing(true, { purpose: 'survey', channel: 'email' }), marketing(false, { purpose: 'survey', channel: 'email', at: ago(9_000) })], face: one.consents });
  const kinds = wanted(url, 'kind').split(',').filter(Boolean);
  const answers = {
    'GET ': () => [200, one],
    'PATCH ': () => [200, Object.assign(one, { ...body, phone: body.phone ? '139****0000' : one.phone, email: one.email, card: one.card, revision: one.revision + 1 })],
    'POST reveal': () => [200, { what: body.what, value: { phone: '13812348000', email: 'linwei@example.com', card: '660012341001', birthday: '1990-05-17' }[body.what] }],
    'PUT tags': () => [204, one.tags.push(sub)],
    'DELETE tags': () => [204, (one.tags = one.tags.filter((tag) => tag !== sub))],
    'POST notes': () => [201, one.notes.unshift({ id: `n-${Date.now()}`, at: ago(0), who: 'Lin Wei', text: body.text, customer: id })],
    'DELETE notes': () => [204, (one.notes = one.notes.filter((note) => note.id !== sub))],
    'GET timeline': () => [200, page(entries(id).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)), url, 'entries')],
    'GET consents': () => [200, consents()],
    'PUT consents': () => [200, ((one.marketing = [marketing(body.given, { ...body, at: ago(0) }), ...consents().current.filter((each) => each.purpose !== body.purpose || each.channel !== body.channel)]), consents())],
    'GET points': () => [200, points(id)],
    'POST points': () => [200, { balance: 1_830 + body.points, owed: 0 }],
    'GET export': () => [200, { person: { id, name: one.name }, inWords: ['Everything that is kept about this person.'] }],
    'POST erase': () => [200, receipt(id)],
  };
  return (answers[`${method} ${part ?? ''}`] ?? (() => missing('such address')))();
}

function ofCustomers(method, url, rest, body) {
  const [first, second] = rest;
  if (first === undefined) {
    return method === 'POST' ? [201, Object.assign(customers[1], { name: body.name })] : [200, page(found(url).map(rowOf), url, 'customers')];
  }

  if (first === 'tags') {
    return [200, { tags: ['VIP', 'tea lover', '回头客', '企业客户', 'allergic to nuts'].map((tag, index) => ({ tag, customers: 120 - index * 19 })) }];
  }

  if (first === 'duplicates') {
    return second === 'dismiss' ? [204] : [200, { duplicates: [[0, 18, ['phone']], [1, 21, ['name', 'card']], [5, 12, ['name']]].map(([one, other, why]) => ({ one: rowOf(customers[one]), other: rowOf(customers[other]), why, since: ago(900) })), next: null }];
  }

  if (first === 'merges') {
    return method === 'DELETE' ? [200, customers[0]] : [201, { id: 'mg-2', keep: body.keep, merged: body.merged, mergedName: 'Lin W.', at: ago(0), who: 'Lin Wei' }];
  }

  return first === 'reassign' ? [200, { customers: 12 }] : customer(method, url, rest, body);
}

function ofImports(method, url, [id, part]) {
  const one = imports.find((each) => each.id === id);
  if (id === undefined) {
    return method === 'POST' ? [201, arrive(wanted(url, 'name'))] : [200, page(imports, url, 'imports')];
  }

  if (!one) {
    return missing('such import');
  }

  const start = (state) => [202, Object.assign(one, { state, done: 0 })];
  const answers = { undefined: () => [200, look(one)], rows: () => [200, { rows: importRows(url.searchParams.get('outcome')), next: null }], apply: () => start('applying'), undo: () => start('undoing') };
  return (answers[part] ?? (() => missing('such address')))();
}

const consentRow = (one, consent) => ({ kind: 'face', customer: one.id, name: one.name, purpose: null, channel: null, at: consent.withdrawnAt ?? consent.givenAt, ...consent });
const consentTexts = [
  { kind: 'face', purpose: null, version: '2026-1', language: 'zh-CN', given: 1_204, withdrawn: 31, firstAt: ago(300_000), lastAt: ago(30) }, { kind: 'face', purpose: null, version: '2025-2', language: 'zh-CN', given: 310, withdrawn: 88, firstAt: ago(600_000), lastAt: ago(300_000) },
  { kind: 'marketing', purpose: 'marketing', version: '2026-1', language: 'zh-CN', given: 9_310, withdrawn: 412, firstAt: ago(300_000), lastAt: ago(12) }, { kind: 'marketing', purpose: 'survey', version: '2026-1', language: 'en', given: 220, withdrawn: 3, firstAt: ago(100_000), lastAt: ago(5_000) },
];

function ofConsents(url, [first]) {
  const face = wanted(url, 'kind') !== 'marketing';
  const rows = face
    ? customers.flatMap((one) => one.consents.map((consent) => consentRow(one, consent)))
    : customers.map((one, index) => ({ kind: 'marketing', customer: one.id, name: one.name, store: null, storeName: null, gateway: null, purpose: index % 3 ? 'marketing' : 'survey', channel: index % 2 ? 'sms' : 'wechat', state: index % 5 ? 'given' : 'withdrawn', textVersion: '2026-1', language: 'zh-CN', at: ago(index * 900), online: null }));
  return first === 'texts' ? [200, { texts: consentTexts }] : [200, page(rows.filter(({ state }) => !wanted(url, 'state') || state === wanted(url, 'state')), url, 'consents')];
}

function session(method, [first], body) {
  if (first === 'providers') {
    return [200, [{ name: 'company', title: 'Company account', path: '/api/session/oidc/company' }]];
  }

  if (first === 'password') {
    return body.current === 'wrong' ? [401, { title: 'The password is wrong', status: 401 }] : [204];
  }

  if (method === 'DELETE') {
    who = null;
    return [204];
  }

  if (body?.password === 'wrong') {
    return [401, { title: 'Wrong', status: 401 }];
  }

  who = mes[body?.login] ? body.login : 'admin';
  return [200, mes[who]];
}

const empties = {
  customers: { customers: [], duplicates: [], tags: [], next: null }, sales: { sales: [], rows: [], next: null }, vouchers: { vouchers: [], next: null }, imports: { imports: [], rows: [], next: null }, consents: { consents: [], texts: [], next: null },
  members: { levels: [], changes: [] }, audit: { entries: [], next: null }, accounts: { accounts: [], next: null }, tokens: { tokens: [], next: null }, regions: [], places: [], webhooks: [], 'webhook-events': webhookEvents,
};

function empty(area, rest, url) {
  if (area === 'visits') {
    return [200, { heatmap: { from: '', to: '', cells: [], peak: null }, arrivals: { arrivals: [], next: null }, summary: { from: '', to: '', days: [], claimSecondsMedian: null, claimSecondsP95: null, unclaimed: 0 } }[rest[0]]];
  }

  if (area === 'sales' && rest[0] === 'summary') {
    return [200, { from: '', to: '', total: { sales: 0, returns: 0, soldFen: 0, returnedFen: 0, netFen: 0, memberSales: 0, memberFen: 0 }, days: [] }];
  }

  if (area === 'programme') {
    return [200, { version: 0, at: null, who: null, programme: programme.programme }];
  }

  return area === 'customers' && rest.length > 0 && rest[0] !== 'duplicates' && rest[0] !== 'tags' ? answer('GET', url, area, rest) : area in empties ? [200, empties[area]] : undefined;
}

function answer(method, url, area, rest, body) {
  const sums = (days) => ({ sales: 41 * days, returns: days, soldFen: 812_345 * days, returnedFen: 20_100 * days, netFen: 792_245 * days, memberSales: 24 * days, memberFen: 512_000 * days });
  const areas = {
    customers: () => ofCustomers(method, url, rest, body),
    imports: () => ofImports(method, url, rest),
    consents: () => ofConsents(url, rest),
    sales: () => {
      if (rest[0] === 'summary') {
        const days = Number(wanted(url, 'days'));
        return [200, { from: '', to: '', total: sums(days), days: Array.from({ length: days }, (_, index) => ({ day: ago(1_440 * (days - 1 - index)).slice(0, 10), ...sums(1), netFen: 620_000 + ((index * 37) % 11) * 41_000 })) }];
      }

      if (rest[0] === 'inbox') {
        return [200, { rows: [{ id: '1-20400', gateway: 'gw-1', position: 20_400, store: 'store-1', kind: 'return', at: ago(70), state: 'refused', sale: null, attempts: 3, said: 'Sale 0199-sale-0009 sold 1 of 6902; 2 came back.', evidence: 'event/gw-1/20400' }] }];
      }

      const one = sales.find(({ id }) => id === rest[0]);
      return rest[0] === undefined ? [200, page(sales.filter(({ store, member }) => (!wanted(url, 'store') || store === wanted(url, 'store')) && (!wanted(url, 'member') || member === wanted(url, 'member'))), url, 'sales')] : one ? [200, one] : missing('such sale');
    },
    vouchers: () => (method === 'POST' ? [201, { ...vouchers()[0], code: 'NEW-1', name: body.name }] : [200, { vouchers: wanted(url, 'member') === 'm-1001' ? vouchers() : [], next: null }]),
    programme: () => (rest[0] === 'preview' ? [200, { members: 83_744, levels: levelCounts.levels.map(({ level, members }, index) => ({ level, now: members, then: members + [0, -190, 130, 60][index] })), up: 130, down: 190 }] : method === 'PUT' ? [200, Object.assign(programme, { version: programme.version + 1, programme: body })] : [200, programme]),
    visits: () => [200, { heatmap: heatMap(wanted(url, 'from'), wanted(url, 'to')), arrivals: { arrivals: arrivals(), next: null }, summary: visitSummary(Number(wanted(url, 'days') || 7)) }[rest[0]]],
    audit: () => [200, page(audit.filter(({ kind, subject, who: by }) => (!wanted(url, 'kind') || kind === wanted(url, 'kind')) && (!wanted(url, 'subject') || subject === wanted(url, 'subject')) && (!wanted(url, 'who') || by === wanted(url, 'who'))), url, 'entries')],
    accounts: () => (rest[1] === 'reset' ? [200, { code: 'KQ7M-2PXD-9RTW', expiresAt: ago(-4_320) }] : method === 'POST' ? [201, { ...accounts[3], ...body, code: 'KQ7M-2PXD-9RTW' }] : method === 'PATCH' ? [200, Object.assign(accounts.find(({ id }) => id === rest[0]), body)] : [200, page(accounts.filter(({ name, login }) => `${name} ${login}`.toLowerCase().includes(wanted(url, 'search').toLowerCase())), url, 'accounts')]),
    tokens: () => (method === 'POST' ? [201, { ...tokens[0], ...body, secret: 'hq_7f2Kx9mPq4Lw8RsTz1VbNc3YdEf5Gh6J' }] : method === 'DELETE' ? [204] : [200, { tokens, next: null }]),
    regions: () => [200, method === 'PUT' ? body.regions.map((each) => ({ ...each, stores: 0 })) : regions],
    places: () => [200, places],
    'webhook-events': () => [200, webhookEvents],
    webhooks: () => (rest[1] === 'deliveries' ? [200, { deliveries, next: null }] : rest[1] === 'test' ? [202, { delivery: 'd-1' }] : method === 'DELETE' ? [204] : method === 'POST' ? [201, { ...webhooks[0], ...body, secret: 'whsec_0123456789abcdef' }] : method === 'PATCH' ? [200, { ...Object.assign(webhooks.find(({ id }) => id === rest[0]), body), secret: body.newSecret ? 'whsec_fedcba' : null }] : [200, webhooks]),
    members: () => {
      const one = customers.find(({ id }) => id === rest[0]);
      if (rest[0] === 'levels') {
        return [200, levelCounts];
      }

      if (rest[1] === 'withdraw' && one) {
        one.consents.forEach((each) => (each.state = each.state === 'withdrawn' ? 'withdrawn' : 'recalling'));
        one.face = 'recalling';
        return [202, { member: one.id, at: ago(0), consents: one.consents }];
      }

      return rest[1] === 'link' ? [200, { path: '/m#0123456789.abcdef0123456789' }] : undefined;
    },
  };
  return areas[area]?.();
}

/** Answers what is about people; false is: somebody else's. */
export function people(request, url, response, scenario, body) {
  const [, , area, ...raw] = url.pathname.split('/');
  const rest = raw.map(decodeURIComponent);
  const method = request.method;
  const send = ([status, content]) => {
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(status === 204 ? undefined : JSON.stringify(content));
    return true;
  };
  if (area === 'me') {
    return scenario === 'signed-out' || who === null ? send([401, { title: 'Nobody is signed in', status: 401 }]) : send([200, mes[who]]);
  }

  if (area === 'setup') {
    return method === 'POST' ? send([200, mes.admin]) : send([200, { needed: scenario === 'setup' }]);
  }

  if (area === 'session') {
    return send(session(method, rest, body));
  }

  if (scenario === 'slow' || scenario === 'failing') {
    return false;
  }

  const reply = scenario === 'empty' && method === 'GET' ? empty(area, rest, url) : answer(method, url, area, rest, body);
  return reply === undefined ? false : send(reply);
}
