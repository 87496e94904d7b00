// The mock's answers about orders: replenishment, suppliers, purchases, budgets, planograms.
import { ago, ahead, day, page, productOf, products, stockRow, stores, levelOf } from './fake-goods.mjs';

const suppliers = [
  ['su-1', 'Drinks Ltd', 'mail', 'orders@drinks.example', 2], ['su-2', '上海食品批发', 'webhook', 'https://food.example/orders', 1], ['su-3', 'Care & Home', 'mail', 'sales@care.example', 4], ['su-4', '鮮果直送', 'none', null, 1],
].map(([id, name, channel, address, leadDays]) => ({ id, name, channel, address, language: name.charCodeAt(0) > 255 ? 'zh-CN' : 'en', leadDays, active: true, products: 6, etag: '1' }));
const byCategory = { Drinks: 0, Sweets: 1, Grocery: 1, Chilled: 1, Fresh: 3, Household: 2, Care: 2 };
const supplierOf = (sku) => suppliers[byCategory[productOf(sku).category] ?? 0];
const why = (code, values) => ({ code, text: `${code} ${Object.values(values).join(' ')}`, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])) });
const snoozed = new Map();

function row(store, product) {
  const stock = stockRow(store, product);
  const rule = levelOf(store, product.sku).rule;
  if (!rule) {
    return null;
  }
  const need = rule.max - stock.forecast;
  const due = stock.forecast < rule.min;
  const toOrder = due ? Math.ceil(need / rule.multiple) * rule.multiple : 0;
  const supplier = supplierOf(product.sku);
  const costFen = Math.round(toOrder * product.costFen * (product.unit === 'gram' ? 0.001 : 1));
  const vip = product.sku.length % 3 === 0 && due ? { count: 2, names: ['L••', 'W••'] } : null;
  const until = snoozed.get(`${store} ${product.sku}`) ?? null;
  const funded = due ? product.sku.length % 5 !== 0 : null;
  return {
    ...stock, min: rule.min, max: rule.max, multiple: rule.multiple, toOrder, supplier: { id: supplier.id, name: supplier.name }, priceFen: product.costFen, costFen, leadDays: supplier.leadDays, arrivesAt: ahead(supplier.leadDays * day),
    coverDays: stock.onHand <= 0 ? 0 : (stock.onHand % 90) / 4, snoozedUntil: until, snoozedBy: until && 'Lin Wei', vip, funded,
    why: [
      why('forecast', { available: stock.available, incoming: stock.incoming, forecast: stock.forecast }), due ? why('at-min', { forecast: stock.forecast, min: rule.min }) : why('above-min', { forecast: stock.forecast, min: rule.min }),
      ...(due ? [why('up-to-max', { max: rule.max, need }), why('rounded', { need, multiple: rule.multiple, quantity: toOrder })] : []), ...(vip ? [why('vip', { count: 2 })] : []), why('cover', { days: '3.5' }),
      ...(funded === null ? [] : [funded ? why('funded', { cost: (costFen / 100).toFixed(2), left: '800.00', budget: '2000.00' }) : why('not-funded', { cost: (costFen / 100).toFixed(2), left: '12.00', budget: '2000.00' })]),
    ],
    purchase: due && supplier.id === 'su-1' ? { id: `po-${store}`, state: 'draft' } : null, etag: '3',
  };
}

const line = (sku, ordered, received, state, rest = {}) => {
  const { name, unit, costFen } = productOf(sku);
  return { sku, name, unit, ordered, received, open: state === 'open' ? ordered - received : 0, priceFen: costFen, costFen: Math.round(ordered * costFen * (unit === 'gram' ? 0.001 : 1)), state, by: 'rule', funded: true, why: [why('forecast', { available: 4, incoming: 0, forecast: 4 }), why('at-min', { forecast: 4, min: 10 }), why('up-to-max', { max: 40, need: 36 })], ...rest };
};
const note = (hours, code, values = {}, who = 'Lin Wei') => ({ at: ago(hours * 3_600_000), who, code, values });
const purchase = (id, store, supplier, state, lines, rest = {}) => ({
  id, store, supplier: { id: supplier.id, name: supplier.name }, state, lines, unfunded: lines.filter(({ funded }) => !funded).length, createdAt: ago(2 * day), createdBy: 'rule', sentAt: state === 'draft' ? null : ago(1.6 * day),
  expectedAt: state === 'draft' ? null : ahead(0.3 * day), acknowledgedAt: state === 'draft' ? null : ago(1.5 * day), endedAt: state === 'received' ? ago(day) : null, etag: '4', remark: '', reference: state === 'draft' ? null : 'A-20931',
  receipts: [], notes: [note(48, 'line-added', { sku: lines[0].sku, quantity: String(lines[0].ordered) }, 'rule'), ...(state === 'draft' ? [] : [note(38, 'sent'), note(36, 'acknowledged', {}, supplier.name)])], message: state === 'draft' ? null : { state: 'sent', said: null }, ...rest,
});
const purchases = [
  purchase('po-store-1', 'store-1', suppliers[0], 'draft', [line('jasmine-tea', 36, 0, 'draft'), line('cola-330', 30, 0, 'draft', { why: [why('vip', { count: 2 })] }), line('orange-juice', 24, 0, 'draft', { funded: false, why: [why('not-funded', { cost: '148.80', left: '12.00', budget: '2000.00' })] })]),
  purchase('po-1', 'store-1', suppliers[1], 'sent', [line('rice-5kg', 20, 0, 'open'), line('noodles-beef', 48, 0, 'open'), line('milk-950', 36, 0, 'open')]),
  purchase('po-2', 'store-1', suppliers[3], 'partly', [line('cherries', 12_000, 8_000, 'open'), line('apples-loose', 25_000, 25_000, 'done')], { receipts: [{ key: 'k1', at: ago(5 * 3_600_000), who: 'Chen Jing', lines: [{ sku: 'cherries', quantity: 8_000, to: 'backroom' }, { sku: 'apples-loose', quantity: 25_000, to: 'shelf' }] }] }),
  purchase('po-3', 'store-2', suppliers[2], 'sent', [line('tissue-3', 60, 0, 'open')], { expectedAt: ago(0.8 * day), acknowledgedAt: null, message: { state: 'failed', said: '550 mailbox not found' } }),
  purchase('po-4', 'store-3', suppliers[0], 'received', [line('sparkling-500', 72, 72, 'done')]), purchase('po-5', 'store-5', suppliers[2], 'cancelled', [line('face-mask', 12, 0, 'cancelled')]),
];
const total = (each) => each.lines.reduce((sum, { costFen }) => sum + costFen, 0);
const summary = ({ lines, notes, receipts, remark, reference, message, ...rest }) => ({ ...rest, lines: lines.length, totalFen: total({ lines }) });
const full = (each) => ({ ...each, totalFen: total(each) });

const planogram = { version: '2026-11-03', plates: [
  { plate: 'plate-1', capacity_g: 15_000, items: [{ sku: 'cola-330', name: '可口可乐 330 毫升 罐装', unit_g: 352, sigma_g: 1.6, pack: 24, low: 4, restored: 8 }, { sku: 'sparkling-500', name: 'Sparkling water 500 ml', unit_g: 526, sigma_g: 2.1, pack: 12 }] },
  { plate: 'plate-2', capacity_g: 15_000, items: [{ sku: 'jasmine-tea', name: '茉莉花茶 500 毫升', unit_g: 538, sigma_g: 2.4, pack: 15, low: 5, restored: 9 }] },
] };
const planograms = new Map([['store-1/gw-1', { store: 'store-1', gateway: 'gw-1', etag: '5', planogram, applied: 'applied', said: [], at: ago(19 * day), who: 'Lin Wei', reportedAt: ago(19 * day - 9_000), plates: ['plate-1', 'plate-2', 'plate-3'] }]]);
planograms.set('store-2/gw-2', { ...planograms.get('store-1/gw-1'), store: 'store-2', gateway: 'gw-2', applied: 'refused', said: [{ path: 'plates[1].items[0].unit_g', message: 'came 0; expected grams above 0' }] });
planograms.set('store-3/gw-3', { ...planograms.get('store-1/gw-1'), store: 'store-3', gateway: 'gw-3', applied: 'pending', reportedAt: null });
const ofGateway = (store, gateway) => planograms.get(`${store}/${gateway}`) ?? { store, gateway, etag: '0', planogram: null, applied: 'applied', said: [], at: null, who: null, reportedAt: null, plates: ['plate-1', 'plate-2'] };

/** Answers `{ status, body }`, or undefined where it is not about orders. */
export function orders(method, url, body, empty) {
  const [, , area, first, second, third] = url.pathname.split('/').map(decodeURIComponent);
  const ask = (name) => url.searchParams.get(name);
  const ok = (answer, status = 200) => ({ status, body: answer });
  const not = (status, detail) => ({ status, body: { title: 'Refused', status, detail } });
  const list = (rows) => ok(page(empty ? [] : rows, url));

  if (area === 'replenishment') {
    if (!first) {
      const rows = stores.filter(({ store }) => !ask('store') || store === ask('store')).flatMap(({ store }) => products.map((product) => row(store, product))).filter((each) => each !== null);
      return list(rows.filter(({ toOrder }) => ask('show') === 'all' || toOrder > 0));
    }
    const product = productOf(second);
    if (third === 'order') {
      const open = purchases.find(({ id }) => id === `po-${first}`) ?? purchases[0];
      levelOf(first, second).incoming += body.quantity ?? row(first, product).toOrder;
      return ok(full(open));
    }
    if (third === 'snooze') {
      body.until === null ? snoozed.delete(`${first} ${second}`) : snoozed.set(`${first} ${second}`, body.until);
    }
    return product && row(first, product) ? ok(row(first, product)) : not(404, 'there is no reorder rule');
  }

  if (area === 'reorder-rules') {
    const level = levelOf(first, second);
    level.rule = method === 'DELETE' ? null : { ...level.rule, ...body };
    return ok({ store: first, sku: second, supplier: null, etag: '4', ...level.rule });
  }

  if (area === 'suppliers') {
    const supplier = suppliers.find(({ id }) => id === first);
    if (!first) {
      if (method === 'POST') {
        suppliers.push({ id: `su-${suppliers.length + 1}`, active: true, products: 0, etag: '1', ...body });
        return ok(suppliers.at(-1), 201);
      }
      return list(suppliers.filter(({ name }) => name.toLowerCase().includes((ask('search') ?? '').toLowerCase())));
    }
    if (!supplier) {
      return not(404, 'no such supplier');
    }
    if (second === 'products') {
      return list(products.filter(({ sku }) => supplierOf(sku) === supplier).map(({ sku, name, costFen }) => ({ sku, name, priceFen: costFen, pack: 6, moq: 12, leadDays: null })));
    }
    if (second === 'performance') {
      const rows = Array.from({ length: 9 }, (_, index) => ({ purchase: 'po-4', store: stores[index % 8].store, sentAt: ago((index * 9 + 4) * day), expectedAt: ago((index * 9 + 2) * day), lastReceivedAt: ago((index * 9 + (index === 3 ? 0.6 : 2.2)) * day), leadHours: index === 3 ? 82 : 43, ordered: 72, received: index === 3 ? 60 : 72 }));
      return ok(empty ? { supplier: first, days: 90, purchases: 0, leadHours: null, onTime: { purchases: 0, of: 0 }, fill: { ordered: 0, received: 0, permille: null }, open: 0, rows: [] } : { supplier: first, days: 90, purchases: 9, leadHours: { average: 47, least: 40, most: 82 }, onTime: { purchases: 8, of: 9 }, fill: { ordered: 648, received: 636, permille: 981 }, open: 2, rows });
    }
    return ok(method === 'PATCH' ? Object.assign(supplier, body) : supplier);
  }

  if (area === 'purchases') {
    const one = purchases.find(({ id }) => id === first);
    if (!first) {
      return list(purchases.filter(({ store, state, supplier }) => (!ask('store') || store === ask('store')) && (!ask('state') || state === ask('state')) && (!ask('supplier') || supplier.id === ask('supplier'))).map(summary));
    }
    if (!one) {
      return not(404, `there is no purchase '${first}'`);
    }
    if (second === 'send') {
      Object.assign(one, { state: 'sent', sentAt: ago(0), expectedAt: ahead(2 * day), message: { state: 'waiting', said: null } });
      one.lines = one.lines.filter(({ funded }) => funded || body.beyondBudget).map((each) => ({ ...each, state: 'open', open: each.ordered }));
      one.notes.push(note(0, 'sent'));
    } else if (second === 'receive') {
      const over = body.lines.find(({ sku, quantity }) => quantity > one.lines.find((each) => each.sku === sku).open);
      if (over && !body.over) {
        return not(409, `${over.quantity} of ${over.sku} came, ${one.lines.find((each) => each.sku === over.sku).open} are open: say over to take them`);
      }
      body.lines.forEach(({ sku, quantity }) => {
        const each = one.lines.find((known) => known.sku === sku);
        each.received += quantity;
        each.open = body.last ? 0 : Math.max(0, each.ordered - each.received);
        each.state = each.open === 0 ? 'done' : 'open';
      });
      one.receipts.push({ key: String(Date.now()), at: ago(0), who: 'Lin Wei', lines: body.lines });
      one.notes.push(note(0, 'received'));
      one.state = one.lines.every(({ open }) => open === 0) ? 'received' : 'partly';
    } else if (second === 'close' || second === 'cancel') {
      one.state = second === 'cancel' ? 'cancelled' : 'received';
      one.lines.forEach((each) => Object.assign(each, { open: 0, state: second === 'cancel' ? 'cancelled' : 'done' }));
    } else if (method === 'PATCH') {
      body.lines?.forEach(({ sku, ordered }) => Object.assign(one.lines.find((each) => each.sku === sku), line(sku, ordered, 0, 'draft', { by: 'Lin Wei' })));
      one.lines = one.lines.filter(({ ordered }) => ordered > 0);
    }
    return ok(full(one));
  }

  if (area === 'budgets') {
    return empty ? not(404, 'the store has no budget') : ok({ store: first, period: 'week', amountFen: 200_000, from: ago(4 * day), to: ahead(3 * day), spentFen: 118_400, leftFen: 81_600, proposedFen: 96_200, unfundedFen: 14_600, etag: '1' });
  }

  if (area === 'planograms') {
    const gateways = { 'store-3': ['gw-3', 'gw-3b'] }[first] ?? [`gw-${first.at(-1)}`];
    if (!second) {
      return ok(empty ? [] : gateways.map((gateway) => ofGateway(first, gateway)));
    }
    if (third === 'versions') {
      return ok(empty ? [] : [{ version: '2026-11-03', at: ago(19 * day), who: 'Lin Wei', applied: 'applied', said: [], planogram }, { version: '2026-10-01', at: ago(52 * day), who: 'Chen Jing', applied: 'applied', said: [], planogram }]);
    }
    if (method === 'PUT') {
      const view = { ...ofGateway(first, second), planogram: body, applied: 'pending', said: [], at: ago(0), who: 'Lin Wei', reportedAt: null, etag: String(Date.now() % 10_000) };
      planograms.set(`${first}/${second}`, view);
      setTimeout(() => Object.assign(view, { applied: 'applied', reportedAt: ago(0) }), 4_000);
      return ok(view, 202);
    }
    return ok(ofGateway(first, second));
  }

  return undefined;
}
