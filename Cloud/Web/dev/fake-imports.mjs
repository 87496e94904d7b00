// Made-up imports for the mock: a file "arrives", is checked, applied and undone as time goes by.
import { ago } from './fake-customers.mjs';

const base = {
  format: 'csv gb18030', headers: ['姓名', '手机', '邮箱', '生日', '会员卡', '备注'], mapping: { name: 0, phone: 1, email: 2, birthday: 3, card: 4, note: 5 }, who: 'Lin Wei', said: null, done: 0, applied: 0, undone: 0, kept: 0,
  options: { join: true, overwrite: false, tag: null },
};

export const imports = [
  { ...base, id: 'im-1', name: '会员名单-2026.csv', state: 'ready', rows: 1_240, created: 1_102, updated: 87, same: 37, refused: 14, createdAt: ago(6), changedAt: ago(5) },
  { ...base, id: 'im-2', name: 'old-shop-customers.xlsx', format: 'xlsx', state: 'applied', rows: 420, done: 420, created: 391, updated: 20, same: 9, refused: 0, applied: 411, createdAt: ago(4_000), changedAt: ago(3_990) },
  { ...base, id: 'im-3', name: 'trial.csv', format: 'csv utf-8', state: 'undone', rows: 30, done: 30, created: 28, updated: 2, same: 0, refused: 0, applied: 30, undone: 28, kept: 2, createdAt: ago(9_000), changedAt: ago(8_000) },
];

const cells = [
  ['林小雨', '13800138001', 'xiaoyu@example.com', '1990-05-17', 'A1001', '喜欢龙井'], ['陈大文', '1380013', '', '', '', ''], ['Anna Berg', '13900139002', 'anna@example.com', '1988-13-40', '', ''], ['王强', '13700137003', '', '1979-02-01', 'A1003', ''],
  ['李静', '13600136004', 'lijing@example.com', '', '', '老顾客'], ['周明', '13500135005', '', '', 'A1005', ''],
];

export const importRows = (outcome) => cells
  .map((row, index) => ({
    row: index + 2, outcome: ['new', 'refused', 'refused', 'updated', 'same', 'new'][index], state: 'waiting', customer: index === 3 ? 'm-1006' : null, cells: row,
    mistakes: index === 1 ? [{ column: '手机', came: '1380013', expected: 'a phone number of 11 digits' }] : index === 2 ? [{ column: '生日', came: '1988-13-40', expected: 'a date such as 1988-03-24' }] : [],
  }))
  .filter((row) => outcome === null || row.outcome === outcome);

/** Moves on a little each time somebody looks. */
export function look(one) {
  if (one.state === 'checking' || one.state === 'applying' || one.state === 'undoing') {
    one.done = Math.min(one.rows, one.done + Math.ceil(one.rows / 5));
    if (one.done === one.rows) {
      one.state = { checking: 'ready', applying: 'applied', undoing: 'undone' }[one.state];
      one.undone = one.state === 'undone' ? one.created + one.updated - 2 : 0;
      one.kept = one.state === 'undone' ? 2 : 0;
    }
  }

  return one;
}

export function arrive(name) {
  const one = { ...base, id: `im-${imports.length + 1}`, name, state: 'checking', rows: 1_240, created: 1_102, updated: 87, same: 37, refused: 14, createdAt: ago(0), changedAt: ago(0) };
  imports.unshift(one);
  return one;
}
