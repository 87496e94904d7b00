// The mock's answers about stock: as headquarters gives them, from made-up goods.
import { ago, day, find, levelOf, moves, page, productOf, products, stockRow, stores } from './fake-goods.mjs';

const event = (position) => ({ evidence: { kind: 'event', gateway: 'gw-1', position }, evidenceText: `event/1/${position}` });
const alarms = [
  { kind: 'negative', ...event(1) },
  { kind: 'low', subject: 'jasmine-tea', name: '茉莉花茶 500 毫升', quantity: 4, threshold: 10, store: 'store-1' },
  { kind: 'shelf_low', subject: 'cola-330', name: '可口可乐 330 毫升 罐装', quantity: 2, threshold: 4, store: 'store-1' },
  { kind: 'ambiguous', subject: 'plate-3', name: null, quantity: null, threshold: null, store: 'store-2' },
  { kind: 'disturbed', subject: 'plate-7', name: null, quantity: null, threshold: null, store: 'store-1' },
  { kind: 'count_unit', subject: 'apples-loose', name: 'Apples, loose', quantity: 12, threshold: null, store: 'store-3' },
  { kind: 'basket', subject: 'choc-72', name: 'Dark chocolate 72 %', quantity: -2, threshold: null, store: 'store-5' },
].slice(1).map((alarm, index) => ({ id: `al-${index}`, unit: productOf(alarm.subject)?.unit ?? null, raisedAt: ago((index * 53 + 4) * 60_000), endedAt: null, acknowledgedAt: null, acknowledgedBy: null, ...event(183_900 - index), ...alarm }));

const transfers = [
  ['tr-1', 'store-1', 'store-2', 'shipped', [['cola-330', 24, 24, 20], ['choc-72', 12, 12, 12]]], ['tr-2', 'store-3', 'store-1', 'shipped', [['oat-milk-1l', 12, 12, 0], ['umbrella', 4, 4, 0]]],
  ['tr-3', 'store-1', 'store-5', 'draft', [['tissue-3', 30, 0, 0]]], ['tr-4', 'store-2', 'store-4', 'received', [['hand-cream', 8, 8, 8]]],
].map(([id, from, to, state, lines], index) => ({
  id, from, to, state, who: 'Lin Wei', createdAt: ago((index + 1) * 0.6 * day), shippedAt: state === 'draft' ? null : ago((index + 1) * 0.5 * day), receivedAt: state === 'received' ? ago(day) : null, etag: '1',
  lines: lines.map(([sku, asked, shipped, received]) => ({ sku, name: productOf(sku).name, unit: productOf(sku).unit, asked, shipped, received, lost: 0, found: 0, missing: shipped - received })),
}));
const settle = (line) => Object.assign(line, { missing: line.shipped - line.received - line.lost - line.found });

const line = (sku, counted, expected = null) => {
  const { name, unit } = productOf(sku);
  return { sku, name, unit, counted, countedAt: ago(60_000), expected, difference: expected === null ? null : counted - expected, said: expected !== null && sku === 'milk-950' ? '2 were sold while it was counted' : null };
};
const stocktakes = [
  { id: 'st-1', store: 'store-1', location: 'backroom', name: 'Backroom', state: 'open', who: 'Chen Jing', source: 'page', startedAt: ago(14 * 60_000), closedAt: null, lines: [line('rice-5kg', 11), line('soy-sauce', 24), line('almonds', 3_250)] },
  { id: 'st-2', store: 'store-1', location: 'shelf', name: 'Cold shelf', state: 'closed', who: 'Lin Wei', source: 'page', startedAt: ago(1.1 * day), closedAt: ago(day), lines: [line('milk-950', 9, 11), line('yoghurt-150', 31, 31), line('cheese-slices', 14, 12)] },
  { id: 'st-3', store: 'store-2', location: 'plate/plate-1', name: 'plate/plate-1', state: 'closed', who: 'gateway', source: 'gateway', startedAt: ago(2 * day), closedAt: ago(2 * day), lines: [line('cola-330', 12, 12)] },
];
const places = [{ name: 'Shelf', location: 'shelf' }, { name: 'Cold shelf', location: 'shelf' }, { name: 'Backroom', location: 'backroom' }, { name: 'Delivery bay', location: 'receiving' }, { name: 'plate-1', location: 'plate/plate-1' }, { name: 'plate-2', location: 'plate/plate-2' }];
const seen = new Set();
let checkedAt = ago(4 * 60_000);

const plate = (name, skus, doubt = null) => ({
  plate: name, gateway: 'gw-1', device: name, saidAt: ago(8_000), doubt, doubtAt: doubt && ago(11 * 60_000), evidence: doubt && event(183_777).evidence,
  goods: skus.map(([sku, quantity, counted = quantity]) => ({ sku, name: productOf(sku).name, unit: 'piece', quantity, counted, toldAt: ago(90_000), movedAt: ago(90_000), low: quantity < 3 })),
});
const plates = [
  plate('plate-1', [['cola-330', 7], ['sparkling-500', 4]]), plate('plate-2', [['jasmine-tea', 2]]), plate('plate-3', [['choc-72', 9], ['lip-balm', 5, 4]], 'ambiguous'), plate('plate-4', [['orange-juice', 6]]),
  plate('plate-5', [['yoghurt-150', 11], ['milk-950', 3]]), plate('plate-6', [['batteries-aa', 0]]), plate('plate-7', [['hand-cream', 4]], 'disturbed'), plate('plate-8', []),
];

const has = (row, search) => [row.sku, row.name, productOf(row.sku)?.gtin ?? ''].some((text) => text.toLowerCase().includes(search));

/** Answers `{ status, body }`, or undefined where it is not about stock. */
export function stock(method, url, body, empty) {
  const [, , area, first, second, third] = url.pathname.split('/').map(decodeURIComponent);
  const ask = (name) => url.searchParams.get(name);
  const search = (ask('search') ?? '').toLowerCase();
  const ok = (answer) => ({ status: method === 'POST' ? 201 : 200, body: answer });
  const not = (status, detail) => ({ status, body: { title: 'Refused', status, detail } });
  const list = (rows) => ok(page(empty ? [] : rows, url));

  if (area === 'products') {
    if (method === 'PUT') {
      const known = productOf(first);
      const product = { gtin: null, category: '', unit: 'piece', costFen: 0, priceFen: 0, active: true, ...known, ...body, sku: first, updatedAt: new Date().toISOString() };
      known ? Object.assign(known, product) : products.push(product);
      return ok(product);
    }
    return first ? (productOf(first) ? ok(productOf(first)) : not(404, `there is no product '${first}'`)) : list(products.filter((row) => has(row, search)).sort((a, b) => a.name.localeCompare(b.name)));
  }

  if (area === 'shelves') {
    return ok({ store: first, plates: empty ? [] : plates, alarms: empty ? [] : alarms.filter(({ store }) => store === first) });
  }

  if (area === 'transfers') {
    const transfer = transfers.find(({ id }) => id === first);
    if (!first) {
      if (method === 'POST') {
        const made = { id: `tr-${transfers.length + 1}`, state: 'draft', who: 'Lin Wei', createdAt: ago(0), shippedAt: null, receivedAt: null, etag: '1', ...body, lines: body.lines.map(({ sku, quantity }) => ({ sku, name: productOf(sku).name, unit: productOf(sku).unit, asked: quantity, shipped: 0, received: 0, lost: 0, found: 0, missing: 0 })) };
        transfers.unshift(made);
        return ok(made);
      }
      return list(transfers.filter(({ from, to, state }) => (!ask('store') || [from, to].includes(ask('store'))) && (ask('show') !== 'open' || ['draft', 'shipped'].includes(state))));
    }
    if (!transfer) {
      return not(404, `there is no transfer '${first}'`);
    }
    const of = (sku) => transfer.lines.find((each) => each.sku === sku);
    const done = {
      ship: () => Object.assign(transfer, { state: 'shipped', shippedAt: ago(0) }) && (body.lines ?? transfer.lines.map(({ sku, asked }) => ({ sku, quantity: asked }))).forEach(({ sku, quantity }) => settle(Object.assign(of(sku), { shipped: quantity }))),
      receive: () => body.lines.forEach(({ sku, quantity }) => settle(Object.assign(of(sku), { received: of(sku).received + quantity }))),
      claims: () => body.lines.forEach(({ sku, lost = 0, found = 0 }) => settle(Object.assign(of(sku), { lost: of(sku).lost + lost, found: of(sku).found + found }))),
      cancel: () => (transfer.state = 'cancelled'),
    }[second];
    done?.();
    if (transfer.state === 'shipped' && transfer.lines.every(({ missing }) => missing === 0)) {
      Object.assign(transfer, { state: 'received', receivedAt: ago(0) });
    }
    return ok(transfer);
  }

  if (area === 'stocktakes') {
    const stocktake = stocktakes.find(({ id }) => id === first);
    if (!first) {
      if (method === 'POST') {
        const made = { id: `st-${stocktakes.length + 1}`, store: body.store, location: places.find(({ name }) => name === body.location)?.location ?? body.location, name: body.location, state: 'open', who: 'Lin Wei', source: 'page', startedAt: ago(0), closedAt: null, lines: [] };
        stocktakes.unshift(made);
        return ok(made);
      }
      return list(stocktakes.filter(({ store }) => !ask('store') || store === ask('store')).map(({ lines, ...row }) => row));
    }
    if (!stocktake) {
      return not(404, `there is no stocktake '${first}'`);
    }
    if (second === 'lines') {
      const product = find(body.code);
      if (!product) {
        return not(404, `no product has the code '${body.code}'`);
      }
      if (!seen.has(body.scan)) {
        seen.add(body.scan);
        let known = stocktake.lines.find(({ sku }) => sku === product.sku);
        if (!known) {
          stocktake.lines.unshift((known = line(product.sku, 0)));
        }
        known.counted = body.set ? body.quantity : known.counted + (body.quantity ?? 1);
        known.countedAt = ago(0);
        stocktake.lines = [known, ...stocktake.lines.filter((each) => each !== known)];
      }
    } else if (second === 'close') {
      stocktake.lines = stocktake.lines.map(({ sku, counted }) => line(sku, counted, Math.max(0, counted + (sku.length % 3) - 1)));
      Object.assign(stocktake, { state: 'closed', closedAt: ago(0) });
    }
    return ok(stocktake);
  }

  if (area !== 'stock') {
    return undefined;
  }

  if (!first) {
    const wanted = stores.filter(({ store }) => !ask('store') || store === ask('store')).flatMap(({ store }) => products.map((product) => stockRow(store, product)));
    const show = { low: ({ low }) => low, negative: ({ onHand }) => onHand < 0 }[ask('show')] ?? (() => true);
    return list(wanted.filter((row) => show(row) && has(row, search)));
  }
  if (first === 'books') {
    checkedAt = second === 'check' ? ago(0) : checkedAt;
    return { status: 200, body: empty ? { skus: 0, locations: 0, moves: 0, sum: 0, wrong: [], stores: 0, checkedAt: null } : { skus: 192, locations: 1_208, moves: 4_812_377, sum: 0, wrong: [], stores: 8, checkedAt } };
  }
  if (first === 'moves') {
    const product = productOf(ask('sku') ?? 'cola-330');
    return list(moves(ask('store'), product, 140));
  }
  if (first === 'nearby') {
    const product = productOf(ask('sku'));
    return product ? ok({ sku: product.sku, name: product.name, rows: empty ? [] : stores.filter(({ store }) => store !== ask('store')).map(({ store, name }, index) => ({ store, name, metres: index === 6 ? null : 640 + index * index * 900, ...(({ available, onHand, incoming }) => ({ available, onHand, incoming }))(stockRow(store, product)) })) }) : not(404, 'no such product');
  }
  if (first === 'turnover') {
    const rows = products.map(({ sku, name, costFen, unit }, index) => ({
      sku, name, unit, sold: index % 8 === 7 ? 0 : (24 - index) * 17 * (unit === 'gram' ? 300 : 1), soldCostFen: index % 8 === 7 ? 0 : (24 - index) * 17 * costFen * (unit === 'gram' ? 0.3 : 1), averageQuantity: 14 + index, averageStockFen: (14 + index) * costFen,
      turnoverPermille: index % 8 === 7 ? 0 : Math.round(((24 - index) * 17_000) / (14 + index)), coverDays: index % 8 === 7 ? null : 3 + index * 2, lastSoldAt: index % 8 === 7 ? null : ago(index * 5 * 3_600_000),
    }));
    return ok({ store: ask('store'), days: Number(ask('days')), soldCostFen: 3_912_040, averageStockFen: 1_204_000, turnoverPermille: 3_249, ...page(empty ? [] : ask('sort') === 'slow' ? rows.reverse() : rows, url) });
  }
  if (first === 'alarms') {
    const alarm = alarms.find(({ id }) => id === second);
    if (alarm) {
      return ok(Object.assign(alarm, { acknowledgedAt: ago(0), acknowledgedBy: 'Lin Wei' }));
    }
    return list(alarms.filter(({ store, endedAt }) => (!ask('store') || store === ask('store')) && (ask('show') === 'all' || endedAt === null)));
  }
  if (first === 'scrapped') {
    const rows = [['milk-950', 'expired', 6], ['yoghurt-150', 'expired', 9], ['cherries', 'spoilt', 1_450], ['umbrella', 'damaged', 1], ['lip-balm', 'theft', 2]].map(([sku, reason, quantity], index) => ({ sku, name: productOf(sku).name, unit: productOf(sku).unit, reason, who: index % 2 ? 'Lin Wei' : 'Chen Jing', quantity, costFen: Math.round(quantity * productOf(sku).costFen * (productOf(sku).unit === 'gram' ? 0.001 : 1)) }));
    return ok(empty ? { rows: [], costFen: 0 } : { rows, costFen: rows.reduce((sum, { costFen }) => sum + costFen, 0) });
  }
  if (second === 'locations') {
    return ok({ rows: empty ? [] : places });
  }

  const product = productOf(second === 'scrap' || second === 'moves' || second === 'reservations' ? body?.sku : second);
  if (!product) {
    return not(404, `there is no product '${second}'`);
  }
  if (second === 'scrap' || second === 'moves') {
    const level = levelOf(first, product.sku);
    if ((level[body.from] ?? 0) < body.quantity) {
      return not(409, `the books have ${level[body.from] ?? 0} of ${product.name} at ${body.from}`);
    }
    level[body.from] -= body.quantity;
    if (second === 'moves') {
      level[body.to] = (level[body.to] ?? 0) + body.quantity;
    }
    return ok({ ...moves(first, product, 1)[0], quantity: body.quantity });
  }
  if (second === 'reservations') {
    return ok({ id: 'r-1', ...body, store: first, name: product.name, state: 'held' });
  }

  const level = levelOf(first, product.sku);
  if (!level) {
    return not(404, `there is no store '${first}'`);
  }
  const at = (location, kind, quantity) => ({ location, kind, quantity, movedAt: ago(40 * 60_000), counted: kind === 'shelf' ? quantity + 1 : null, countedAt: kind === 'shelf' ? ago(3 * day) : null });
  return ok({
    ...stockRow(first, product),
    locations: [at('shelf', 'shelf', level.shelf), ...(level.plate === null ? [] : [at('plate/plate-1', 'plate', level.plate)]), at('backroom', 'backroom', level.backroom), at('receiving', 'receiving', level.receiving), at('basket', 'basket', 1), at('transit', 'transit', 0)],
    moves: empty ? [] : moves(first, product), reservations: level.reserved === 0 ? [] : [{ id: 'r-1', store: first, sku: product.sku, name: product.name, quantity: level.reserved, state: 'held', reason: 'Lin Wei calls for it at 18:00', who: 'Chen Jing', createdAt: ago(hourMs), expiresAt: ago(-hourMs), endedAt: null }],
  });
}

const hourMs = 3_600_000;

export const overview = (empty) => ({
  at: new Date().toISOString(), stores: { all: empty ? 0 : 8, online: empty ? 0 : 5, offline: empty ? 0 : 1, degraded: empty ? 0 : 2 },
  today: empty ? { people: 0, arrivals: 0, sales: 0, totalFen: 0, yesterdayTotalFen: 0 } : { people: 4_218, arrivals: 37, sales: 912, totalFen: 8_412_650, yesterdayTotalFen: 7_903_120 },
  attention: empty ? { lowStock: 0, negativeStock: 0, alarms: 0, draftPurchases: 0, latePurchases: 0, transfersShort: 0, deadLetters: 0, duplicates: 0 } : { lowStock: 31, negativeStock: 4, alarms: alarms.filter(({ acknowledgedAt }) => !acknowledgedAt).length, draftPurchases: 3, latePurchases: 1, transfersShort: 1, deadLetters: 4, duplicates: 2 },
  books: { sum: 0, wrong: 0, checkedAt: empty ? null : checkedAt },
  storesToday: empty ? [] : stores.map(({ store, name }, index) => ({ store, name, people: 940 - index * 97, sales: 214 - index * 23, totalFen: 1_981_200 - index * 231_450, low: (index * 5) % 9, online: index !== 3 })),
});
