import { describe, expect, it } from 'vitest';
import { formatMoney, formatQuantity, parseQuantity } from '../src/i18n/format';
import { draftOf, mistakesIn, planogramOf } from '../src/planograms/draft';
import { counted, keptScans, noScans, type Scan } from '../src/stocktakes/countQueue';
import { pageOf, proofOf } from '../src/ui/evidence';
import { fenOf, yuanOf } from '../src/ui/yuan';

describe('money', () => {
  it.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [123_456, '¥1,234.56'],
    [-99, '−¥0.99'],
    [9_007_199_254_740_991, '¥90,071,992,547,409.91'],
  ])('%d fen is %s', (fen, text) => {
    expect(formatMoney('en', fen)).toBe(text);
  });

  it.each([
    ['12', 1_200],
    ['0.5', 50],
    ['19,90', 1_990],
    ['1.005', null],
    ['-1', null],
    ['', null],
  ])('"%s" yuan is %s fen', (text, fen) => {
    expect(fenOf(text)).toBe(fen);
  });

  it('is the same there and back', () => {
    expect([1, 10, 199, 123_405].map((fen) => fenOf(yuanOf(fen)))).toEqual([1, 10, 199, 123_405]);
  });
});

describe('a quantity', () => {
  it.each([
    [1_250, 'gram', 'kg', '1.25'],
    [1_250, 'gram', 'jin', '2.5'],
    [1, 'gram', 'kg', '0.001'],
    [12, 'piece', 'kg', '12'],
    [-3, 'piece', 'jin', '−3'],
  ] as const)('%d %s in %s is %s', (quantity, unit, weight, text) => {
    expect(formatQuantity('en', quantity, unit, weight)).toBe(text);
  });

  it.each([
    ['1.25', 'gram', 'kg', 1_250],
    ['2.5', 'gram', 'jin', 1_250],
    ['0.001', 'gram', 'jin', null],
    ['1.2345', 'gram', 'kg', null],
    ['36', 'piece', 'kg', 36],
    ['1.5', 'piece', 'kg', null],
    ['-1', 'piece', 'kg', null],
  ] as const)('"%s" %s in %s is %s', (text, unit, weight, quantity) => {
    expect(parseQuantity(text, unit, weight)).toBe(quantity);
  });
});

describe('evidence', () => {
  it.each([
    ['event/12/345', 'store-1', '/stores/store-1/events/12/345'],
    [{ kind: 'event', id: null, gateway: 'gw-1', position: 345 }, 'store-1', '/stores/store-1/events/gw-1/345'],
    [{ kind: 'event', id: null, gateway: 'gw-1', position: 345 }, null, null],
    [{ kind: 'purchase', id: 'po-1', gateway: null, position: null }, null, '/purchases/po-1'],
    ['stocktake/st-1', null, '/stocktake/st-1'],
    ['scrap/0199', 'store-1', null],
  ])('%j in %s is found at %s', (said, store, page) => {
    expect(pageOf(proofOf(said), store)).toBe(page);
  });
});

describe('counting', () => {
  const scan = (id: string): Scan => ({ id, code: 'cola-330', quantity: 1, set: false });
  const after = (...happenings: Parameters<typeof counted>[1][]) => happenings.reduce(counted, noScans);

  it('keeps a scan that got no answer, before those that came later', () => {
    const queue = after({ kind: 'scanned', scan: scan('a') }, { kind: 'started' }, { kind: 'scanned', scan: scan('b') }, { kind: 'unreached' });
    expect(queue).toEqual({ scans: [scan('a'), scan('b')], sending: 'waiting' });
  });

  it('goes on with the next once the first is answered', () => {
    const queue = after({ kind: 'scanned', scan: scan('a') }, { kind: 'scanned', scan: scan('b') }, { kind: 'started' }, { kind: 'answered', id: 'a' });
    expect(queue).toEqual({ scans: [scan('b')], sending: 'idle' });
  });

  it.each([
    [JSON.stringify([scan('a')]), [scan('a')]],
    ['[{"id":"a"}]', []],
    ['not JSON', []],
    [null, []],
  ])('finds what an earlier visit left in %s', (text, scans) => {
    expect(keptScans(text)).toEqual(scans);
  });
});

describe('a planogram', () => {
  const planogram = {
    version: '1',
    plates: [{ plate: 'plate-1', sample_hz: 20, items: [{ sku: 'cola', name: 'Cola', unit_g: 352, sigma_g: 1.6, low: 4, restored: 8 }, { sku: 'tea', unit_g: 500, sigma_g: 2 }], start: [{ sku: 'cola', count: 3 }, { sku: 'tea', count: 1 }] }],
  };

  it('comes out of the editor as it went in, but for its version', () => {
    expect(planogramOf(draftOf(planogram))).toEqual({ plates: planogram.plates });
  });

  it('loses the count of goods that were taken off, and nothing else', () => {
    const [plate] = draftOf(planogram);
    const sent = planogramOf([{ ...plate!, items: plate!.items.slice(0, 1) }]);
    expect(sent.plates[0]).toEqual({ ...planogram.plates[0], items: planogram.plates[0]!.items.slice(0, 1), start: [{ sku: 'cola', count: 3 }] });
  });

  it('is told every mistake that the gateway would find', () => {
    const [plate] = draftOf(planogram);
    const bad = { ...plate!, items: [{ ...plate!.items[0]!, unit: 0, restored: 4 }] };
    expect(mistakesIn([bad, { ...plate!, key: 'x', items: [] }, { ...plate!, key: 'y', plate: ' ' }])).toEqual([
      { kind: 'weight', plate: 'plate-1', sku: 'cola' },
      { kind: 'restored', plate: 'plate-1', sku: 'cola' },
      { kind: 'twice', plate: 'plate-1' },
      { kind: 'goods', plate: 'plate-1' },
      { kind: 'plate', number: 3 },
    ]);
  });

  it('has no mistakes as it is', () => {
    expect(mistakesIn(draftOf(planogram))).toEqual([]);
  });
});
