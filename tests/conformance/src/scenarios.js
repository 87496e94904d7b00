import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const seconds = (count) => pause(count * 1000);

/**
 * What is done to a gateway. `play` gets the stage and the share of the full length that is wanted: 1, or less for a quick look.
 * @type {Record<string, Scenario>}
 */
export const scenarios = {
  'broker-killed': {
    about: "kill -9 of the cloud's broker, away for 5 s, three times, 200 ev/s",
    async play(stage, part) {
      stage.live(200);
      for (let i = 0; i < Math.max(1, 3 * part); i++) {
        await seconds(3);
        await stage.broker.kill();
        await seconds(5 * part);
        await stage.broker.start();
      }
      await seconds(3);
    },
  },
  'network-cut': {
    about: 'the network cut: 12,000 events in it, as in 60 s at 200 ev/s; here 20 s at 600 ev/s',
    async play(stage, part) {
      stage.live(600);
      await seconds(3);
      stage.proxy.cut();
      await seconds(20 * part);
      stage.proxy.mend();
      await seconds(3);
    },
  },
  'gateway-killed': {
    about: 'kill -9 of the gateway ten times, cloud up, 200 ev/s',
    async play(stage, part) {
      stage.live(200);
      for (let i = 0; i < Math.max(1, 10 * part) && !stage.gatewayIsDead; i++) {
        await seconds(1.5);
        await stage.killGateway(0.2);
      }
      await seconds(2);
    },
  },
  'killed-in-outage': {
    about: 'kill -9 of the gateway three times while the network is cut, 200 ev/s',
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      stage.proxy.cut();
      for (let i = 0; i < Math.max(1, 3 * part) && !stage.gatewayIsDead; i++) {
        await seconds(5 * part);
        await stage.killGateway(0.2);
      }
      await seconds(2);
      stage.proxy.mend();
      await seconds(2);
    },
  },
  'disk-full': {
    about: 'network cut, the disk full for 10 s, kill -9, room again, network back, 200 ev/s',
    smallDisk: 64,
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      stage.proxy.cut();
      await seconds(2);
      stage.disk.fill();
      await seconds(10 * part);
      await stage.gateway.kill();
      stage.disk.free();
      await stage.startGateway();
      await seconds(2);
      stage.proxy.mend();
      await seconds(2);
    },
  },
  'store-damaged': {
    about: 'network cut, 5 s at 200 ev/s, kill -9, 4 kB in the middle of the largest file of its store overwritten, started again, network back',
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      stage.proxy.cut();
      // Long enough for stores that write only every second.
      await seconds(Math.max(2, 5 * part));
      await stage.gateway.kill();
      stage.notes.push(damageIn(stage.data));
      await stage.startGateway();
      stage.proxy.mend();
      await seconds(3);
    },
  },
  'week-offline': {
    about: '200,000 events handed over while the network is cut, as fast as they are taken; then the network is back. What a week is to a queue is its length',
    settle: { quiet: 15, patience: 60 },
    async play(stage, part) {
      stage.proxy.cut();
      const count = 200_000 * part;
      const took = await stage.pour(count, 100);
      stage.figures = { takenPerSecond: Math.round(stage.ledger.acknowledged / took), offlineRss: stage.gateway.usage().rssBytes, offlineDisk: sizeOf(stage.data) };
      stage.proxy.mend();
    },
  },
  'broker-forgets': {
    about: "5 s without a consumer, then kill -9 of the cloud's broker and its store deleted, 200 ev/s",
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      await stage.cloud.stop();
      await seconds(5 * part);
      await stage.broker.kill();
      stage.broker.forget();
      await stage.broker.start();
      await stage.cloud.start(stage.broker.port);
      await seconds(3);
    },
  },
  'half-open': {
    about: 'the connection goes dark without an end, new ones work, 200 ev/s for 5 s more',
    settle: { quiet: 8, patience: 130 },
    async play(stage) {
      stage.live(200);
      await seconds(3);
      stage.proxy.halfOpen();
      await seconds(5);
    },
  },
  corrupted: {
    about: 'one bit in about 20,000 bytes changed on the way for 10 s, over TLS, 200 ev/s',
    tls: true,
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      stage.proxy.corrupt(20_000);
      await seconds(10 * part);
      stage.proxy.mend();
      await seconds(3);
      stage.notes.push(`${stage.proxy.corrupted} bytes changed`);
    },
  },
  delayed: {
    about: 'every byte to and from the broker held up for 400 ms, cut in between, 200 ev/s',
    async play(stage, part) {
      stage.live(200);
      stage.proxy.delay(400);
      await seconds(8 * part);
      stage.proxy.cut();
      await seconds(1);
      stage.proxy.mend();
      stage.proxy.delay(400);
      await seconds(8 * part);
      stage.proxy.mend();
      await seconds(3);
    },
  },
  'clock-jumps': {
    about: "the gateway's wall clock a day ahead, a year back, to 1970 and right again, each with a cut of the network, a kill -9 in the last, 200 ev/s",
    clock: true,
    async play(stage) {
      stage.live(200);
      for (const jump of ['+1d', '-365d', `-${Math.floor(Date.now() / 1000) - 60}`, '+0']) {
        await seconds(3);
        stage.proxy.cut();
        stage.gateway.jumpClock(jump);
        await seconds(2);
        stage.proxy.mend();
      }
      await seconds(2);
      stage.gateway.jumpClock('-30d');
      await stage.killGateway(0.2);
      await seconds(4);
      stage.notes.push(`event times from ${stage.cloud.times.first} to ${stage.cloud.times.last}`);
    },
  },
  stopped: {
    about: 'SIGSTOP of the gateway for 20 s, 200 ev/s',
    async play(stage, part) {
      stage.live(200);
      await seconds(2);
      stage.gateway.signal('SIGSTOP');
      await seconds(20 * part);
      stage.gateway.signal('SIGCONT');
      await seconds(3);
    },
  },
};

/** @param {string} folder @returns {{ file: string, size: number }[]} all files in it */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => ({ name, found: statSync(path.join(folder, name), { throwIfNoEntry: false }) }))
    .filter(({ found }) => found?.isFile())
    .map(({ name, found }) => ({ file: path.join(folder, name), size: found.size }));
}

/** Bytes of all files in a folder. @param {string} folder */
const sizeOf = (folder) => filesIn(folder).reduce((sum, { size }) => sum + size, 0);

/** @param {string} folder @returns {string} what was done */
function damageIn(folder) {
  const [largest] = filesIn(folder).sort((a, b) => b.size - a.size);
  if (!(largest?.size > 0)) return 'nothing was on its disk';
  const file = openSync(largest.file, 'r+');
  const at = Math.floor(largest.size / 2);
  writeSync(file, Buffer.alloc(Math.min(4096, largest.size - at), 0xa5), 0, undefined, at);
  closeSync(file);
  return `${path.basename(largest.file)} of ${largest.size} bytes damaged`;
}

/**
 * @typedef {object} Scenario
 * @property {string} about
 * @property {number} [smallDisk]  megabytes of a disk of its own for the gateway's data
 * @property {boolean} [tls]
 * @property {boolean} [clock]     for gateways whose clock the kit can set
 * @property {object} [settle]     see Stage.settle
 * @property {(stage: import('./stage.js').Stage, part: number) => Promise<void>} play
 */
