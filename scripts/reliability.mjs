// Runs proofs and writes docs/reliability.md. Started by reliability.sh.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, 'docs', 'reliability.md');
const sim = 'artifacts/bin/Simulation/release/sim';

/** name: what is promised, the command, and which of its lines are kept. */
const proofs = [
  ['seeds', 'Worlds from seeds break no promise', `${sim} --seconds 300 --from 1000`, /^seed \d+:|seeds, \d+ failed/],
  ['faults', 'Each planted fault is found by a seed', 'artifacts/planted-faults/publish/sim/sim faults --most 200', /\[\d+ s; /],
  ['store-seeds', 'Stores from seeds print nothing twice and weigh nothing that is not there', `${sim} store --seconds 120 --from 1000`, /^seed \d+:|stores, \d+ failed/],
  ['faces', 'Cameras from seeds name nobody who has not agreed, and keep nothing of a face', `${sim} faces --seconds 120 --from 1000`, /^seed \d+:|cameras, \d+ failed/],
  ['shelves', 'What is told of shelves from seeds adds up to what lies on them', `${sim} shelves --seconds 120 --from 1000`, /^seed \d+:|shelves, \d+ failed/],
  ['crash-points', 'An outbox whose power goes at any disk operation loses nothing', `${sim} crash-points --count 100000`, /crash points|^point/],
  ['every-step', 'A machine ended at any of its steps or disk operations loses and doubles nothing', `${sim} every-step`, /crash points tried|steps and|CrashPoint/],
  ['recovery', 'An outbox of 1 GB opens at once after a kill', `${sim} recovery --size 1GB`, /opened in/],
  ['kills', 'Programs killed under load: 20 times each', 'env KILLS=20 ./test --long', /passed, \d+ failed|FAIL/],
  ['conformance', 'Our gateway in every scenario of the conformance kit', 'tests/conformance/run --peer edge-gateway --strict', /^\s*\S+.*(lost|doubled)/],
  ['clock-jumps', 'A clock that jumps loses and doubles nothing', 'scripts/clock-jumps.sh', /^\s*\S+.*(lost|doubled)/],
  ['thirty-days', 'Thirty days offline at full speed', 'scripts/thirty-days.sh', /^\| /],
  ['fuzzing', 'No parser breaks, 20 seconds each', 'tests/Fuzz/run --seconds 20 all', /^\S+ +\d+ +/],
  ['mutation', 'A small change of what holds the outbox together is noticed by a test', "scripts/mutation.sh --no-build outbox --files '**/OutboxCursor.cs' --files '**/OutboxGaps.cs' --files '**/EpochLog.cs' --files '**/SeqRuns.cs' --files '**/OutboxTransaction.cs' --jobs 2", /^  \S+:\d+ |mutants:/],
  ['alone', 'Every test passes alone: none rests on what another one left behind', 'scripts/alone.sh', /^FAIL|methods alone|failed$/],
  ['attack', 'Everything that store A has opens nothing of store B', 'scripts/attack-store.sh', /^(https|topics|SUCCEEDED)/],
  ['tls', 'Every TLS door offers only what it should', 'scripts/tls-scan.sh', /ciphers:|WRONG/],
  ['licences', 'Everything we ship or stand on has a licence that may be', 'scripts/sbom.sh', /./],
  ['secrets', 'No secret is in the tree or its history', 'scripts/secrets-scan.sh', /./],
  ['detection', 'A scale is recognised, and nothing else is taken for one', 'set -o pipefail; env EDGE_DETECTION_TRIALS=10000 artifacts/bin/Drivers.Tests/release/Drivers.Tests -noColor -namespace Drivers.Tests.Detection -showLiveOutput | sed "s/^.*OUTPUT\\] //"', /^\d+ (trials|detections)|Total: /],
  ['storm', '5,000 stores: every part away and back', 'scripts/fleet-storm.sh --stores 5000 --spread 20', /^(events made|back:)|^\| .* \|$/],
];

const begin = (name) => `<!-- proof ${name} -->`;
const end = '<!-- end -->';
const head = `# Reliability

What each proof said when it was last run, in its own words, with the command that says it again. Written by \`scripts/reliability.sh\`; of a proof that has not been run by it there is nothing here, and the page
that describes it may know more. Figures of time are those of a machine with two processors. A proof that failed stays here as failed.

`;

/** What the page has of each proof: its section as text. */
function sections() {
  const found = new Map();
  const text = readFileSync(page, 'utf8');
  for (const [name] of proofs) {
    const at = text.indexOf(begin(name));
    if (at >= 0) found.set(name, text.slice(at, text.indexOf(end, at) + end.length));
  }
  return found;
}

/** Runs a proof. */
function run([name, what, command, keep]) {
  console.error(`${name}: ${command}`);
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = stdout.split('\n').filter((line) => keep.test(line)).slice(-60);
  const words = lines.length > 0 ? lines : `${stdout}\n${stderr}`.trim().split('\n').slice(-5);
  const verdict = status === 0 ? 'passed' : `FAILED (exit ${status})`;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.error(`${name}: ${verdict}, ${seconds} s`);
  const day = new Date().toISOString().slice(0, 10);
  return [status === 0, `${begin(name)}
## ${what}

\`${command}\`, ${day}, ${seconds} s: **${verdict}**.

${words.map((line) => `    ${line.replaceAll(root, '.')}`).join('\n')}
${end}`];
}

const names = process.argv.slice(2);
if (names[0] === '--list') {
  for (const [name, what, command] of proofs) console.log(`${name.padEnd(14)} ${what}: ${command}`);
  process.exit(0);
}
const strange = names.find((name) => !proofs.some(([known]) => known === name));
if (strange !== undefined) {
  console.error(`there is no proof '${strange}'; there are: ${proofs.map(([name]) => name).join(', ')}`);
  process.exit(2);
}
let bad = 0;
for (const proof of proofs.filter(([name]) => names.length === 0 || names.includes(name))) {
  const [good, section] = run(proof);
  bad += good ? 0 : 1;
  const kept = sections().set(proof[0], section);
  writeFileSync(page, head + proofs.map(([name]) => kept.get(name)).filter((text) => text !== undefined).join('\n\n') + '\n');
}
process.exit(bad > 0 ? 1 : 0);
