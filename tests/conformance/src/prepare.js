import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { peers } from './peers/index.js';

/**
 * Writes the settings of a gateway and says how it is started and where events go, for whoever runs it otherwise than this kit does; nothing is started.
 * @param {string} name one of the peers @param {string} folder where its files go, there already @param {number} broker the port of the cloud's broker on 127.0.0.1
 * @param {string} program where ours is
 */
export async function prepare(name, folder, broker, program) {
  const peer = new peers[name]({ run: randomUUID(), folder, data: path.join(folder, 'data'), broker, ca: null, program });
  await peer.prepare();
  const door = peer.door();
  const { port, path: page, headers, topic } = door.address;
  door.close();
  return { ...peer.command(), about: peers[name].about, door: { port, path: page, headers, topic } };
}
