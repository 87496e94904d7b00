import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../src/api/customers';
import type { LevelRule } from '../src/api/sales';
import { detailOf } from '../src/audit/auditWords';
import { evidenceOf } from '../src/customer/timeline';
import { changeOf } from '../src/customers/change';
import { dictionaries } from '../src/i18n';
import { mistakeOfFile, withField, wordsOf } from '../src/imports/importState';
import { firstProgramme, mistakeOf, withKind, withWindow } from '../src/programme/rules';
import { backOf, signInPath } from '../src/session/back';
import { depthsOf, mayBePartOf, without } from '../src/settings/regionTree';
import { claimOf } from '../src/visits/claim';
import { hoursOf, shadesOf } from '../src/visits/heat';

describe('after signing in', () => {
  it.each([
    ['?back=%2Fcustomers%3Fsearch%3Dlin', '/customers?search=lin'],
    ['', '/'],
    ['?back=https%3A%2F%2Fevil.example', '/'],
    ['?back=%2F%2Fevil.example', '/'],
    ['?back=%2F%5Cevil.example', '/'],
    ['?back=%2Fsign-in%3Fback%3D%2F', '/'],
    ['?back=%2Fsetup', '/'],
    ['?back=%2Fsetups', '/setups'],
  ])('%s leads to %s', (search, path) => {
    expect(backOf(search)).toBe(path);
  });

  it('one comes back to where one was', () => {
    expect(backOf(signInPath('/customers/m-1?tab=notes', true).replace('/sign-in', ''))).toBe('/customers/m-1?tab=notes');
  });
});

describe('the form of a customer', () => {
  const customer = { name: 'Lin', phone: '138****8000', email: null, card: null, homeStore: 'store-1', assignedTo: 'Chen', hints: ['tea'], joinedAt: '2026-01-01T00:00:00Z' } as unknown as Customer;
  const typed = { name: 'Lin', homeStore: 'store-1', assignedTo: 'Chen', hints: ['tea'], phone: '' };

  it('sends nothing where nothing was changed: a hidden number stays', () => {
    expect(changeOf(typed, customer)).toEqual({});
  });

  it('sends what was typed, and null for what is taken away', () => {
    expect(changeOf({ ...typed, phone: ' 13900139000 ', without_card: true, assignedTo: '' }, customer)).toEqual({ phone: '13900139000', card: null, assignedTo: null });
  });

  it('of a new customer has no empty fields', () => {
    expect(changeOf({ name: ' Wang ', phone: '', homeStore: null, joined: true }, null)).toEqual({ name: 'Wang', joined: true });
  });
});

describe('evidence on the timeline', () => {
  const entry = { customer: 'm-1', store: 'store-1' };

  it('names an event by its gateway, not by the number in the books', () => {
    expect(evidenceOf({ ...entry, evidence: { kind: 'event', id: '17/20391', gateway: 'gw-1' } })).toEqual({ said: { kind: 'event', gateway: 'gw-1', position: 20_391 }, store: 'store-1' });
  });

  it.each([
    ['points', '/customers/m-1?tab=points'],
    ['audit', '/audit?kind=customer&subject=m-1'],
    ['import', '/imports/x'],
  ])('of kind %s is found at %s', (kind, path) => {
    expect(evidenceOf({ ...entry, evidence: { kind, id: 'x' } })).toEqual({ path });
  });
});

describe('a file of customers', () => {
  it('is not sent where it cannot be read', () => {
    expect([{ name: 'a.xlsx', size: 1 }, { name: 'A.CSV', size: 1 }, { name: 'a.xls', size: 1 }, { name: 'a.csv', size: 21_000_000 }].map(mistakeOfFile)).toEqual([null, null, 'wrongKind', 'tooLarge']);
  });

  it('has each column as one field', () => {
    expect(withField({ name: 0, phone: 1 }, 'card', 1)).toEqual({ name: 0, card: 1 });
    expect(withField({ name: 0, phone: 1 }, 'phone', null)).toEqual({ name: 0 });
  });
});

describe('the rules of levels', () => {
  const spend: LevelRule = { kind: 'spend', least: 500_000, window: 'rolling', days: 365 };

  it('keep what two measures have in common', () => {
    expect(withKind(spend, 'paid')).toEqual({ kind: 'paid', sku: '', days: 365 });
    expect(withWindow(spend, 'calendarLast')).toEqual({ kind: 'spend', least: 500_000, window: 'calendar', alsoLastYear: true });
    expect(withKind(spend, 'growth')).toEqual({ kind: 'growth', least: 1_000, window: 'rolling', days: 365 });
  });

  it('are not sent with a hole in them', () => {
    const level = { name: 'gold', everywhere: true, rules: [spend] };
    const of = (...levels: (typeof level)[]) => mistakeOf({ ...firstProgramme, levels })?.what ?? null;
    expect([of(level), of({ ...level, name: ' ' }), of(level, { ...level, name: 'gold ' }), of({ ...level, rules: [] })]).toEqual([null, 'name', 'twice', 'rules']);
  });
});

describe('the tree of regions', () => {
  const tree = [{ region: 'a', parent: null }, { region: 'b', parent: 'a' }, { region: 'c', parent: 'b' }];

  it('never hangs under itself', () => {
    expect([mayBePartOf(tree, 'a', 'c'), mayBePartOf(tree, 'a', 'a'), mayBePartOf(tree, 'c', 'a')]).toEqual([false, false, true]);
    expect(depthsOf(tree)).toEqual([0, 1, 2]);
    expect(depthsOf([{ region: 'a', parent: 'b' }, { region: 'b', parent: 'a' }])).toEqual([0, 0]);
  });

  it('keeps what hung under a region that goes', () => {
    expect(without(tree, 1)).toEqual([{ region: 'a', parent: null }, { region: 'c', parent: 'a' }]);
  });
});

describe('the heat of visits', () => {
  const map = { from: '', to: '', peak: null, cells: [{ weekday: 1, hour: 9, people: 40, days: 4 }, { weekday: 6, hour: 12, people: 30, days: 1 }, { weekday: 7, hour: 23, people: 0, days: 1 }] };

  it('is judged by an average day, so that a long range does not burn', () => {
    const mean = shadesOf(map, true);
    expect([mean(1, 9), mean(6, 12), mean(2, 9)]).toEqual([{ people: 10, step: 2 }, { people: 30, step: 5 }, { people: 0, step: 0 }]);
    expect(shadesOf(map, false)(1, 9)).toEqual({ people: 40, step: 5 });
  });

  it('shows the hours of the shop and none of the night', () => {
    expect(hoursOf(map)).toEqual([9, 10, 11, 12]);
    expect(hoursOf({ ...map, cells: [] })).toEqual([]);
  });
});

describe('an arrival', () => {
  const at = Date.parse('2026-11-22T08:00:00Z');
  const arrival = { arrivedAt: '2026-11-22T08:00:00Z', claimSeconds: null, dismissedAt: null };

  it.each([
    [{ ...arrival, claimSeconds: 30 }, 0, 'claimed', 'good'],
    [{ ...arrival, claimSeconds: 31 }, 0, 'claimed', 'warn'],
    [arrival, 599_000, 'waiting', 'bad'],
    [arrival, 600_000, 'missed', 'bad'],
    [{ ...arrival, dismissedAt: '2026-11-22T08:00:09Z' }, 900_000, 'dismissed', 'bad'],
  ])('%# is told as it is', (one, later, kind, tone) => {
    expect(claimOf(one, at + later)).toMatchObject({ kind, tone });
  });
});

describe('the details of an audit entry', () => {
  it('are read as an object or as the text of one', () => {
    expect(detailOf({ what: 'phone', count: 3 })).toEqual([['what', 'phone'], ['count', '3']]);
    expect(detailOf('{"what":"phone"}')).toEqual([['what', 'phone']]);
    expect(detailOf(null)).toEqual([]);
    expect(detailOf('plain')).toEqual([['', 'plain']]);
  });
});

describe('a mistake of an imported row', () => {
  const t = createInstance({ lng: 'zh-CN', resources: { 'zh-CN': { translation: dictionaries['zh-CN'] } }, interpolation: { escapeValue: false }, initAsync: false });
  void t.init();
  const mistake = { column: '手机', came: '12', expected: 'a phone number', code: 'phone', values: [] as string[] };

  it('is said in the reader’s language', () => {
    expect(wordsOf(mistake, t.t)).toBe('手机：收到“12”，应为 7 至 15 位数字的电话号码，其他国家的号码以 + 开头');
    expect(wordsOf({ ...mistake, code: 'again', values: ['7'] }, t.t)).toBe('手机：与第 7 行相同；每位顾客只占一行');
    expect(wordsOf({ ...mistake, code: 'two', values: ['card', 'm-1', 'm-2'] }, t.t)).toBe('卡号属于顾客 m-1，其余属于 m-2：如为同一人请合并，否则请更正该行');
  });

  it('of another version is said as it came', () => {
    expect(wordsOf({ ...mistake, code: 'later' }, t.t)).toBe('手机：收到“12”，应为 a phone number');
  });
});
