import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from '../src/ledger.js';

function acknowledged(count) {
  const ledger = new Ledger();
  for (let n = 1; n <= count; n++) ledger.acknowledge('dev-1', n, { epoch: 'e', seq: 10 + n });
  return ledger;
}

test('all that was acknowledged came once, in order: nothing to score', () => {
  const ledger = acknowledged(3);
  [1, 2, 3].forEach((n) => ledger.store('dev-1', n));
  const { lost, doubled, reordered, damaged } = ledger.score();
  assert.deepEqual({ lost, doubled, reordered, damaged }, { lost: 0, doubled: 0, reordered: 0, damaged: 0 });
});

test('what was acknowledged and never came is lost; what was not acknowledged is not', () => {
  const ledger = acknowledged(3);
  ledger.store('dev-1', 1);
  ledger.store('dev-1', 4);
  assert.equal(ledger.score().lost, 2);
  assert.equal(ledger.missing, 2);
});

test('each arrival beyond the first is a double, and a repeat is not out of order', () => {
  const ledger = acknowledged(2);
  [1, 2, 1, 1].forEach((n) => ledger.store('dev-1', n));
  assert.equal(ledger.score().doubled, 2);
  assert.equal(ledger.score().reordered, 0);
});

test('one that comes first after a later one of the same device is out of order; another device is not', () => {
  const ledger = acknowledged(3);
  [1, 3, 2].forEach((n) => ledger.store('dev-1', n));
  ledger.store('dev-2', 1);
  assert.equal(ledger.score().reordered, 1);
});

test('a loss is told only where a gap record names its epoch and number', () => {
  const ledger = acknowledged(3);
  ledger.tellGap('e', 12, 12);
  ledger.tellGap('another', 11, 13);
  assert.equal(ledger.score().lost, 3);
  assert.equal(ledger.score().lostTold, 1);
});

test('a gateway that gives no numbers has told of nothing', () => {
  const ledger = new Ledger();
  ledger.acknowledge('dev-1', 1);
  ledger.tellGap('e', 0, 1e9);
  assert.equal(ledger.score().lostTold, 0);
});
