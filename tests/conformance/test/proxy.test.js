import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Proxy } from '../src/proxy.js';
import { randomFrom } from '../src/random.js';

let server;
let proxy;

before(async () => {
  server = net.createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
after(() => server.close());

async function withProxy(act) {
  proxy = await new Proxy({ port: server.address().port }, randomFrom(7)).start();
  try {
    await act();
  } finally {
    await proxy.stop();
  }
}

async function connected() {
  const socket = net.connect(proxy.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const closed = (socket) => new Promise((resolve) => socket.once('close', resolve));

/** Sends and waits until as much has come back. */
async function echo(socket, sent) {
  const parts = [];
  let got = 0;
  socket.write(sent);
  while (got < sent.length) {
    const [part] = await once(socket, 'data');
    parts.push(part);
    got += part.length;
  }
  return Buffer.concat(parts);
}

test('bytes pass as they are', () =>
  withProxy(async () => {
    const sent = Buffer.from('a'.repeat(200_000));
    assert.ok((await echo(await connected(), sent)).equals(sent));
  }));

test('a cut ends what is connected and refuses what is new, until it is mended', () =>
  withProxy(async () => {
    const socket = await connected();
    await echo(socket, Buffer.from('x'));
    const ended = closed(socket);
    proxy.cut();
    await ended;
    const refused = net.connect(proxy.port, '127.0.0.1').on('error', () => {});
    await closed(refused);
    proxy.mend();
    assert.equal((await echo(await connected(), Buffer.from('y'))).toString(), 'y');
  }));

test('half open: nothing comes back, nothing ends, and a new connection works', () =>
  withProxy(async () => {
    const dark = await connected();
    await echo(dark, Buffer.from('x'));
    assert.equal(proxy.connected, true);
    proxy.halfOpen();
    assert.equal(proxy.connected, false);
    let heard = 0;
    dark.on('data', () => heard++).on('close', () => heard++);
    dark.write('lost');
    // What was written before has passed or been swallowed by the time that a later connection has answered.
    assert.equal((await echo(await connected(), Buffer.from('y'))).toString(), 'y');
    assert.equal(heard, 0);
    dark.destroy();
  }));

test('corruption changes as many bytes as it says, and no length', () =>
  withProxy(async () => {
    const sent = Buffer.alloc(100_000);
    proxy.corrupt(1_000);
    const got = await echo(await connected(), sent);
    const changed = got.filter((byte) => byte !== 0).length;
    assert.equal(got.length, sent.length);
    assert.equal(changed, proxy.corrupted);
    assert.ok(changed > 0);
  }));

test('delayed bytes keep their order', () =>
  withProxy(async () => {
    proxy.delay(20);
    const socket = await connected();
    const sent = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
    assert.ok((await echo(socket, sent)).equals(sent));
  }));
