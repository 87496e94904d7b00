// Headquarters' pages with made-up data: `npm run build && npm run mock`.
// SCENARIO=lively|empty|failing|stale|slow|signed-out|setup, PORT=8090. PUT /scenario/NAME changes it while running.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeFleet } from './fake-fleet.mjs';
import { gateways } from './fake-gateways.mjs';
import { health } from './fake-health.mjs';
import { codes, keys, members, rows } from './fake-members.mjs';
import { orders } from './fake-orders.mjs';
import { overview, stock } from './fake-stock.mjs';

const people = await import('./fake-people.mjs').then((found) => found.people, () => () => false);

const dist = join(fileURLToPath(new URL('..', import.meta.url)), 'dist');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
const fleet = new FakeFleet();
const streams = new Set();
const me = {
  id: 'owner',
  name: 'Owner',
  login: 'owner',
  role: 'admin',
  stores: null,
  permissions: [
    'signedIn', 'viewStores', 'editStores', 'operateGateways', 'maintainGateways', 'viewStock', 'countStock', 'moveStock', 'editProducts', 'editPlanograms', 'viewOrders', 'editOrders', 'editReorderRules',
    'viewCustomers', 'editCustomers', 'revealContacts', 'mergeCustomers', 'importCustomers', 'eraseCustomers', 'withdrawConsents', 'viewProgramme', 'editProgramme', 'adjustPoints',
    'viewSales', 'postSales', 'retrySales', 'useVouchers', 'viewVisits', 'viewAudit', 'editTemplates', 'editAccounts', 'editWebhooks',
  ],
};
let scenario = process.env.SCENARIO ?? 'lively';

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://mock');
  if (request.method === 'PUT' && url.pathname.startsWith('/scenario/')) {
    scenario = url.pathname.slice('/scenario/'.length);
    streams.forEach((stream) => scenario === 'failing' && stream.response.destroy());
    response.writeHead(204).end();
  } else if (url.pathname.startsWith('/api/')) {
    void readBody(request).then((body) => api(request, url, body, response));
  } else {
    file(url.pathname, response);
  }
});

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const text = Buffer.concat(chunks).toString();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function api(request, url, body, response) {
  if (people(request, url, response, scenario, body)) {
    return;
  }

  if (url.pathname === '/api/me') {
    json(response, 200, me);
    return;
  }

  if (scenario === 'slow' || (scenario === 'stale' && url.pathname.endsWith('live'))) {
    return;
  }

  if (scenario === 'failing') {
    json(response, 500, { title: 'The database does not answer', status: 500, detail: 'connection refused' });
    return;
  }

  const empty = scenario === 'empty';
  const [, , area, store, part] = url.pathname.split('/');
  const answer = stock(request.method, url, body, empty) ?? orders(request.method, url, body, empty) ?? health(request.method, url, empty) ?? gateways(request.method, url, empty);
  if (answer) {
    json(response, answer.status, answer.body);
  } else if (area === 'overview') {
    json(response, 200, overview(empty));
  } else if (area === 'live') {
    stream(response, null);
  } else if (area === 'me') {
    json(response, 200, me);
  } else if (area === 'setup') {
    json(response, 200, { needed: false });
  } else if (area === 'session') {
    json(response, 200, store === 'providers' ? [] : me);
  } else if (area === 'members') {
    membersApi(url, response, store, part, empty);
  } else if (area === 'member-gateways') {
    json(response, 200, empty ? [] : keys);
  } else if (area === 'member-codes') {
    json(response, 200, codes());
  } else if (area === 'dead-letters') {
    json(response, 200, empty ? [] : fleet.deadLetters());
  } else if (area === 'stores' && store === undefined) {
    json(response, 200, empty ? [] : fleet.stores());
  } else if (area === 'stores' && fleet.store(store)) {
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const answers = {
      undefined: () => json(response, 200, empty ? { ...fleet.store(store), devices: [] } : fleet.store(store)),
      events: () => {
        const before = Number(url.searchParams.get('before') ?? Infinity);
        json(response, 200, { events: empty ? [] : fleet.events(store).filter(({ position }) => position < before).slice(-limit).reverse() });
      },
      live: () => stream(response, store),
    };
    (answers[part] ?? (() => json(response, 404, { title: 'Not found', status: 404 })))();
  } else {
    json(response, 404, { title: 'Not found', status: 404, detail: `no store "${store}"` });
  }
}

function membersApi(url, response, id, part, empty) {
  const member = members.find((known) => known.id === id);
  if (id === undefined) {
    json(response, 200, { members: empty ? [] : rows(url.searchParams.get('search') ?? ''), next: null });
  } else if (!member) {
    json(response, 404, { title: 'Not Found', status: 404, detail: `there is no member '${id}'` });
  } else if (part === 'withdraw') {
    member.consents.forEach((consent) => (consent.state = consent.state === 'withdrawn' ? 'withdrawn' : 'recalling'));
    member.face = 'recalling';
    json(response, 202, { member: id, at: new Date().toISOString(), consents: member.consents });
  } else {
    json(response, 200, member);
  }
}

function json(response, status, body) {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

function stream(response, store) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const entry = { response, store };
  streams.add(entry);
  response.on('close', () => streams.delete(entry));
  send(entry, []);
}

function send({ response, store }, events) {
  const empty = scenario === 'empty';
  if (store === null) {
    response.write(`event: stores\ndata: ${JSON.stringify(empty ? [] : fleet.stores())}\n\n`);
    return;
  }

  response.write(`event: store\ndata: ${JSON.stringify(empty ? { ...fleet.store(store), devices: [] } : fleet.store(store))}\n\n`);
  if (events.length > 0 && !empty) {
    response.write(`event: events\ndata: ${JSON.stringify(events)}\n\n`);
  }
}

function file(path, response) {
  const wanted = join(dist, normalize(path));
  const found = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  });
  createReadStream(found).pipe(response);
}

setInterval(() => {
  const events = fleet.step();
  if (scenario === 'lively' || scenario === 'empty') {
    streams.forEach((entry) => send(entry, events.get(entry.store) ?? []));
  }
}, 500);

setInterval(() => {
  if (scenario !== 'stale') {
    streams.forEach(({ response }) => response.write(': alive\n\n'));
  }
}, 5_000);

server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => console.log(`listening http://127.0.0.1:${server.address().port}`));
