import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CursorRule, readHeader } from '../src/cloud/cursor-rule.js';

const batch = (epoch, first, last, after = null) => ({ epoch, first, last, after, gaps: [], compressed: false });

test('batches in order are applied, and the cursor follows', () => {
  const rule = new CursorRule();
  assert.deepEqual(rule.admit(batch('a', 1, 5)), { apply: true, from: 1, cursor: { epoch: 'a', seq: 5, replay: false } });
  assert.equal(rule.admit(batch('a', 6, 9)).cursor.seq, 9);
});

test('a hole is not stepped over: the cursor asks for what is missing', () => {
  const rule = new CursorRule();
  rule.admit(batch('a', 1, 5));
  assert.deepEqual(rule.admit(batch('a', 7, 9)), { apply: false, cursor: { epoch: 'a', seq: 5, replay: true } });
});

test('what was committed is not applied again, and half of a batch only where it is new', () => {
  const rule = new CursorRule();
  rule.admit(batch('a', 1, 5));
  assert.deepEqual(rule.admit(batch('a', 1, 5)), { apply: false, cursor: { epoch: 'a', seq: 5, replay: false } });
  assert.equal(rule.admit(batch('a', 4, 8)).from, 6);
});

test('a new epoch begins only where the one before it is whole', () => {
  const rule = new CursorRule();
  rule.admit(batch('a', 1, 5));
  assert.deepEqual(rule.admit(batch('b', 8, 9, { epoch: 'a', seq: 7 })), { apply: false, cursor: { epoch: 'a', seq: 5, replay: true } });
  rule.admit(batch('a', 6, 7));
  assert.equal(rule.admit(batch('b', 8, 9, { epoch: 'a', seq: 7 })).apply, true);
});

test('the header of a batch is read with its gaps, its epoch before and its encoding', () => {
  assert.deepEqual(readHeader({ epoch: 'b', first: '8', last: '20', gaps: '9-11,13-13', after: 'a/7', encoding: 'br', depth: '3' }), {
    epoch: 'b', first: 8, last: 20, gaps: [[9, 11], [13, 13]], after: { epoch: 'a', seq: 7 }, compressed: true,
  });
  assert.equal(readHeader({ epoch: 'b', first: '8' }), null);
});
