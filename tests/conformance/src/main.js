import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { peers } from './peers/index.js';
import { play } from './play.js';
import { prepare } from './prepare.js';
import { report } from './report.js';
import { scenarios } from './scenarios.js';

const kit = fileURLToPath(new URL('..', import.meta.url));
const usage = `usage: run [OPTION]...

  --peer NAME       only this gateway, may be repeated: ${Object.keys(peers).join(', ')}
  --scenario NAME   only this one, may be repeated: ${Object.keys(scenarios).join(', ')}
  --quick           a tenth of the length: shows that it runs, proves little
  --runs N          each so often (1), with seeds that follow each other
  --seed N          the first seed (1)
  --jobs N          so many at once (1)
  --program FILE    our gateway (artifacts/publish/edge-gateway/edge-gateway)
  --results FILE    JSON lines (results.jsonl beside this); appended to with --append
  --strict          exit 1 where anything was lost, doubled, reordered or damaged
  --report FILE     only makes the Markdown table from the results
  --prepare FOLDER  only writes the settings of one gateway there and says in JSON how it is started; with --peer and
  --broker PORT     where the cloud's broker listens on 127.0.0.1
`;

const { values } = parseArgs({
  options: {
    peer: { type: 'string', multiple: true, default: Object.keys(peers) },
    scenario: { type: 'string', multiple: true, default: Object.keys(scenarios) },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    program: { type: 'string', default: path.join(kit, '../../artifacts/publish/edge-gateway/edge-gateway') },
    results: { type: 'string', default: path.join(kit, 'results.jsonl') },
    append: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    report: { type: 'string' },
    prepare: { type: 'string' },
    broker: { type: 'string', default: '1883' },
    one: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** A process of its own for each, so that one cannot slow or end another. */
async function playApart({ peer, scenario, seed }) {
  const args = [fileURLToPath(import.meta.url), '--one', '--peer', peer, '--scenario', scenario, '--seed', String(seed), '--program', values.program];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, values.quick ? [...args, '--quick'] : args, { timeout: 420_000, killSignal: 'SIGKILL' });
    return JSON.parse(stdout);
  } catch (error) {
    return { peer, scenario, seed, failed: `${error.stderr ?? ''}${error.killed ? ' took more than 7 min' : ''}`.trim().slice(-600) || String(error) };
  }
}

async function playAll() {
  const runs = Array.from({ length: Number(values.runs) }, (_, i) => Number(values.seed) + i);
  // Only a gateway whose clock is ours to set has its clock set.
  const fits = ({ peer, scenario }) => Boolean(scenarios[scenario].clock) === Boolean(peers[peer].clock);
  const orders = runs.flatMap((seed) => values.scenario.flatMap((scenario) => values.peer.map((peer) => ({ peer, scenario, seed })))).filter(fits);
  if (!values.append) rmSync(values.results, { force: true });
  let failed = 0;
  const work = async () => {
    for (let order = orders.shift(); order; order = orders.shift()) {
      const result = await playApart(order);
      failed += result.failed || (values.strict && isBad(result)) ? 1 : 0;
      appendFileSync(values.results, `${JSON.stringify(result)}\n`);
      console.log(lineOf(result));
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  return failed;
}

function isBad({ acknowledged, lost, doubled, reordered, damaged }) {
  return acknowledged === 0 || lost + doubled + reordered + damaged > 0;
}

function lineOf(result) {
  if (result.failed) return `${result.peer} ${result.scenario}: FAILED ${result.failed}`;
  const { acknowledged, lost, lostTold, doubled, reordered, damaged, refusals, seconds, notes } = result;
  return `${result.peer} ${result.scenario}: ${acknowledged} acknowledged, ${lost} lost (${lostTold} told), ${doubled} doubled, ${reordered} reordered, ${damaged} damaged, ${refusals} refusals, ${seconds} s ${notes.join('; ')}`;
}

const unknown = [...values.peer.filter((name) => !peers[name]), ...values.scenario.filter((name) => !scenarios[name])];
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `There is no ${unknown.join(', ')}.\n\n${usage}` : usage);
  process.exit(unknown.length > 0 ? 2 : 0);
} else if (values.one) {
  const result = await play({ peer: values.peer[0], scenario: values.scenario[0], seed: Number(values.seed), part: values.quick ? 0.1 : 1, program: values.program });
  console.log(JSON.stringify(result));
  process.exit(0);
} else if (values.prepare) {
  console.log(JSON.stringify(await prepare(values.peer[0], path.resolve(values.prepare), Number(values.broker), values.program)));
} else if (values.report) {
  if (!existsSync(values.results)) throw new Error(`${values.results} is not there; run the matrix first.`);
  writeFileSync(values.report, report(readFileSync(values.results, 'utf8').trim().split('\n').map((line) => JSON.parse(line))));
} else {
  process.exit((await playAll()) > 0 ? 1 : 0);
}
