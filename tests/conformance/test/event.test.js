import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf, idOf, readText } from '../src/event.js';

test('a text says whose it is; one changed byte anywhere and it is not read', () => {
  const { text } = eventOf('run-1', 'dev-1', 17);
  assert.deepEqual(readText('run-1', text), { device: 'dev-1', n: 17 });
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
    assert.equal(readText('run-1', changed), null, `byte ${at}`);
  }
});

test('an event of another run is not read', () => {
  assert.equal(readText('run-2', eventOf('run-1', 'dev-1', 1).text), null);
});

test('the id of an event is a UUID, the same each time, another for another', () => {
  const id = idOf('run-1', eventOf('run-1', 'dev-1', 1));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(idOf('run-1', eventOf('run-1', 'dev-1', 1)), id);
  assert.notEqual(idOf('run-1', eventOf('run-1', 'dev-1', 2)), id);
});
