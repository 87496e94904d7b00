import { performance } from 'node:perf_hooks';
import { peers } from './peers/index.js';
import { scenarios } from './scenarios.js';
import { Stage } from './stage.js';

/**
 * Plays one scenario with one gateway.
 * @param {{ peer: string, scenario: string, seed: number, part: number, program: string, work?: string }} order
 * @returns {Promise<Result>}
 */
export async function play({ peer, scenario, seed, part, program, work }) {
  const { smallDisk, tls, settle, play: act } = scenarios[scenario];
  const begin = performance.now();
  const stage = await Stage.open({ Peer: peers[peer], seed, program, work, smallDisk, tls });
  try {
    await act(stage, part);
    const settledAfter = await stage.settle(settle);
    const { peakRss, cpuSeconds, writtenBytes } = stage.gateway.usage();
    return {
      peer,
      scenario,
      seed,
      date: new Date().toISOString().slice(0, 10),
      part,
      ...stage.ledger.score(),
      repeats: stage.cloud.repeats ?? 0,
      settledAfter,
      peakRss,
      cpuSeconds: Math.round(cpuSeconds * 100) / 100,
      writtenBytes,
      ...stage.figures,
      notes: stage.notes,
      lastWords: stage.lastWords,
      seconds: Math.round((performance.now() - begin) / 1000),
    };
  } finally {
    await stage.close();
  }
}

/** @typedef {import('./ledger.js').Score & { peer: string, scenario: string, seed: number, notes: string[] }} Result */
