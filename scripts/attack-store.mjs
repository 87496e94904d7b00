// The attacker of scripts/attack-store.sh over HTTPS: with keys of store A, every endpoint of headquarters on what is store B's.
// Arguments: the address, the interface's description, and a file of keys by name. Prints a table; exit 1 where anything succeeded.
import { readFileSync } from 'node:fs';

const [url, description, keysFile] = process.argv.slice(2);
const api = JSON.parse(readFileSync(description, 'utf8'));
const keys = JSON.parse(readFileSync(keysFile, 'utf8'));
const [A, B, C] = ['store-a', 'store-b', 'store-c'];
const SKU = 'SECRET-SKU';

// Members, goods and rules are the chain's, not a store's (docs/access.md): there is nothing of store B in them.
const chain = /^\/api\/(customers|consents|members|member-codes|imports|products|prices|suppliers|programme|vouchers|webhook|replenishment\/vip-levels|session|setup|join\b|join\/|healthz)/;

const asked = async (key, method, path, body, headers = {}) => {
  const stop = AbortSignal.timeout(8000);
  try {
    const answer = await fetch(url + path, {
      method, signal: stop, redirect: 'manual',
      headers: { ...(key ? { Authorization: `Bearer ${keys[key]}` } : {}), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    // A live page never ends: its head is enough.
    const text = /event-stream/.test(answer.headers.get('content-type') ?? '') ? '' : await answer.text();
    return { status: answer.status, text };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
};

const must = async (key, method, path, body) => {
  const answer = await asked(key, method, path, body, method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {});
  if (answer.status < 200 || answer.status > 299) throw new Error(`cannot set store B up: ${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : {};
};

// What store B has, made by those who may.
await must('admin', 'PUT', `/api/products/${SKU}`, { name: 'Secret', costFen: 100, priceFen: 200, active: true, unit: 'piece' });
const supplier = await must('admin', 'POST', '/api/suppliers', { name: 'Supplier', channel: 'none', language: 'en', leadDays: 1, active: true }).catch(() => ({}));
if (supplier.id) await must('admin', 'PUT', `/api/suppliers/${supplier.id}/products/${SKU}`, { priceFen: 100, active: true, pack: 1 }).catch(() => {});
const ids = { purchase: 'x', transfer: 'x', stocktake: 'x', reservation: 'x', sale: 'x' };
const made = async (what, make) => { try { ids[what] = (await make()).id ?? ids[what]; } catch (error) { process.stderr.write(`${what} of store B: ${error.message}\n`); } };
await made('stocktake', () => must('managerB', 'POST', '/api/stocktakes', { store: B, location: 'shelf' }));
await made('sale', () => must('managerB', 'POST', '/api/sales', { id: crypto.randomUUID(), store: B, till: 't1', totalFen: 200, lines: [{ sku: SKU, quantity: 1, amountFen: 200 }] }));
await made('transfer', () => must('admin', 'POST', '/api/transfers', { from: B, to: C, lines: [{ sku: SKU, quantity: 1 }] }));
await made('purchase', () => must('managerB', 'POST', '/api/purchases', { store: B, supplier: supplier.id ?? 'x', lines: [{ sku: SKU, ordered: 5 }] }));
await made('reservation', () => must('managerB', 'POST', `/api/stock/${B}/reservations`, { sku: SKU, quantity: 1, reason: 'bravo-secret', minutes: 60 }));
const secrets = [...Object.values(ids).filter((id) => id !== 'x'), 'bravo-secret', 'gw-b'];

const values = (path) => ({
  store: B, gateway: 'gw-b', sku: SKU, version: '1', name: 'restart', group: 'x', template: 'x', bundle: 'x', campaign: 'x', provider: 'x', code: 'x', tag: 'x', note: '1', merge: '1', delivery: '1',
  id: /purchases/.test(path) ? ids.purchase : /transfers/.test(path) ? ids.transfer : /stocktakes/.test(path) ? ids.stocktake : /reservations/.test(path) ? ids.reservation : /sales/.test(path) ? ids.sale : '1',
});
const bodies = {
  JoinCodeBody: { store: B, gateway: 'gw-b' }, ReturnBody: { key: 'x' }, MuteBody: { minutes: 5 },
  PlaceBody: { name: 'taken', region: null, address: null, timeZone: 'Asia/Shanghai', latitudeE6: 1, longitudeE6: 1 },
  OrderOnceBody: { quantity: 1 }, SnoozeBody: { until: '2030-01-01T00:00:00Z', why: 'x' }, RuleBody: { min: 1, max: 9, multiple: 1 },
  PurchaseBody: { store: B, supplier: supplier.id ?? 'x', lines: [{ sku: SKU, ordered: 1 }] }, PurchaseEdit: { remark: 'taken' }, AcknowledgeBody: { reference: 'x' },
  Delivery: { lines: [{ sku: SKU, quantity: 1, accepted: 1, delivered: 1 }] }, EndBody: { why: 'x' }, BudgetBody: { period: 'month', amountFen: 1 },
  SaleBody: { id: crypto.randomUUID(), store: B, till: 't1', totalFen: 200, lines: [{ sku: SKU, quantity: 1, amountFen: 200 }] },
  PointsBurn: { id: crypto.randomUUID(), store: B, till: 't1', points: 1, phone: '13800138000' },
  ScrapBody: { sku: SKU, quantity: 1, from: 'shelf', reason: 'damaged' }, MoveBody: { sku: SKU, quantity: 1, from: 'shelf', to: 'backroom' },
  ReservationBody: { sku: SKU, quantity: 1, reason: 'x', minutes: 5 }, PlaceName: { name: 'taken', location: 'shelf' },
  TransferBody: { from: B, to: C, lines: [{ sku: SKU, quantity: 1 }] }, TransferLines: { lines: [{ sku: SKU, quantity: 1 }] }, TransferClaims: { lines: [{ sku: SKU, quantity: 1 }] },
  StocktakeBody: { store: B, location: 'shelf' }, ScanBody: { scan: crypto.randomUUID(), code: SKU, quantity: 1 }, BooksCheck: { store: B, full: false },
  CampaignBody: { name: 'x', bundle: 'x', stores: [B], gateways: ['gw-b'] }, JsonElement: { version: 1, plates: [] },
};
const bodyOf = (operation) => {
  const schema = operation.requestBody && Object.values(operation.requestBody.content)[0].schema;
  const name = schema && (schema.$ref ?? schema.oneOf?.find((one) => one.$ref)?.$ref ?? '').split('/').pop();
  return schema === undefined ? undefined : bodies[name] ?? {};
};

const attempts = [];
for (const [path, operations] of Object.entries(api.paths).filter(([path]) => !chain.test(path))) {
  for (const [method, operation] of Object.entries(operations)) {
    const of = (values) => path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? 'x');
    const body = bodyOf(operation);
    const paths = new Set([of(values(path)), `${of(values(path))}?store=${B}&gateway=gw-b`]);
    if (/\{(store|gateway)\}/.test(path)) {
      paths.add(of({ ...values(path), store: '%73tore-b', gateway: '%67w-b' }));
      paths.add(of({ ...values(path), store: `${A}%2F..%2F${B}`, gateway: 'gw-a%2F..%2Fgw-b' }));
      paths.add(of({ ...values(path), store: 'STORE-B', gateway: 'GW-B' }));
    }
    if (/\{store\}.*\{gateway\}/.test(path)) paths.add(of({ ...values(path), store: A }));
    if (/\{store\}.*\{id\}/.test(path)) paths.add(of({ ...values(path), store: A }));
    for (const target of paths) {
      attempts.push({ method: method.toUpperCase(), target, body, headers: {}, isB: true });
      attempts.push({ method: method.toUpperCase(), target, body, headers: { 'X-Store': B, 'X-Forwarded-For': '127.0.0.1', 'X-Original-URL': target, 'If-Match': '*' }, isB: true });
    }
  }
}

// Control first: the same requests by who may, so that a refusal below means the store and not a mistake of the request. Only those that change nothing.
let control = 0;
const seen = new Map();
for (const attempt of attempts.filter((one) => one.method === 'GET')) {
  const answer = await asked('managerB', attempt.method, attempt.target, attempt.body, attempt.headers);
  if (answer.status >= 200 && answer.status < 300) control++;
  if (/^\/api\/(planograms|purchases|transfers|stocktakes|budgets|reorder-rules|stores|gateways)\//.test(attempt.target)) seen.set(attempt.target, answer.text);
}

const succeeded = [];
const statuses = {};
const who = ['managerA', 'associateA', 'tillA', null];
for (const key of who) {
  for (const attempt of attempts) {
    const answer = await asked(key, attempt.method, attempt.target, attempt.body, attempt.headers);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const done = answer.status >= 200 && answer.status < 300;
    const told = secrets.find((secret) => answer.text.includes(secret) && !attempt.target.includes(secret) && done);
    // A change that names store B's things and is taken, or an answer with something that only store B has. A list of A's own things is neither.
    const names = /store-b|gw-b/i.test(attempt.target.split('?')[0]) || Object.values(ids).some((id) => id !== 'x' && attempt.target.includes(id))
      || (attempt.body !== undefined && JSON.stringify(attempt.body).includes(B));
    if (done && (told || names) || answer.status >= 500 || answer.status === 0) succeeded.push(`${key ?? 'nobody'} ${attempt.method} ${attempt.target}: ${answer.status} ${told ?? ''} ${answer.text.slice(0, 200)}`);
  }
}

// Any store may ask another for goods (docs/stock.md): the asking is no attack, to send them on their way in store B's name is.
for (const key of who.filter((one) => one && one !== 'tillA')) {
  const wish = await must(key, 'POST', '/api/transfers', { from: B, to: A, lines: [{ sku: SKU, quantity: 1 }] });
  for (const one of who) {
    const answer = await asked(one, 'POST', `/api/transfers/${wish.id}/ship`);
    attempts.shipped = (attempts.shipped ?? 0) + 1;
    if (answer.status < 400) succeeded.push(`${one} ships goods of store B: ${answer.status}`);
  }
}

// The control again: nothing of store B has changed.
let changed = 0;
for (const [target, text] of seen) {
  const answer = await asked('managerB', 'GET', target);
  const plain = (body) => body.replace(/"\w*(?:[aA]t|since|Since|time|Time|seconds|now)":("[^"]*"|\d+)/g, '');
  if (plain(answer.text) !== plain(text)) { changed++; process.stderr.write(`changed: ${target}\n  ${text.slice(0, 300)}\n  ${answer.text.slice(0, 300)}\n`); }
}

for (const line of succeeded) console.log(`SUCCEEDED ${line}`);
console.log(`https: ${attempts.length * who.length + attempts.shipped} attempts on store B's things with 3 keys of store A and with none, ${succeeded.length} succeeded; answers by status ${JSON.stringify(statuses)}`);
console.log(`https: ${control} of ${attempts.filter((one) => one.method === 'GET').length} reading requests work for store B's manager; ${changed} of ${seen.size} of its documents changed`);
process.exit(succeeded.length === 0 && control > 0 && changed === 0 ? 0 : 1);
