// Puts texts before secretlint's recommended rules: the files of a checkout, and every blob that its git history holds. Arguments: the checkout, the file of what is allowed, and --tree
// for the files alone.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator as rules } from '@secretlint/secretlint-rule-preset-recommend';

const [root, allowedFile, ...options] = process.argv.slice(2);
const withHistory = !options.includes('--tree');
const most = 1_000_000;
// What a fuzzer wrote is nobody's secret, and keeps the patterns busy for minutes.
const noText = /\.(png|svg|jpe?g|ico|onnx|bin|woff2?|tgz|gz|wasm)$|^tests\/Fuzz\/corpus\//;
const git = (...command) => execFileSync('git', ['-C', root, ...command], { maxBuffer: 1 << 30 });
const allowed = readFileSync(allowedFile, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(/\s+/)[0]);
const used = new Set();
let looked = 0, excused = 0, bad = 0, skipped = 0;

const find = async (path, content) => (await lintSource({
  source: { content, filePath: path, contentType: 'text' }, options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: rules }] } },
})).messages;

const look = async (path, where, bytes) => {
  if (noText.test(path) || bytes.length > most || bytes.includes(0)) { skipped++; return; }
  looked++;
  for (const message of await find(path, bytes.toString('utf8'))) {
    if (allowed.includes(path)) { used.add(path); excused++; continue; }
    bad++;
    console.log(`FOUND ${where}:${message.loc.start.line}: ${message.ruleId ?? ''} ${message.messageId}`);
  }
};

// A planted one first: a scan that does not see it is worth nothing. In two halves, or this line would be found.
const planted = `token = "${'gh'}p_${'a1B2'.repeat(9)}"\n`;
if ((await find('planted.txt', planted)).length === 0) { bad++; console.log('the planted token was not found: the scan does not work'); }

for (const path of git('ls-files', '-z', '--cached', '--others', '--exclude-standard').toString().split('\0').filter(Boolean)) {
  let bytes;
  try { bytes = readFileSync(join(root, path)); } catch { continue; }
  await look(path, path, bytes);
}

// Every blob once, under the first path it had.
const blobs = new Map();
for (const line of withHistory ? git('rev-list', '--objects', '--all').toString().split('\n') : []) {
  const space = line.indexOf(' ');
  if (space > 0 && !noText.test(line.slice(space + 1))) blobs.set(line.slice(0, space), line.slice(space + 1));
}
const cat = spawn('git', ['-C', root, 'cat-file', '--batch', '--buffer'], { stdio: ['pipe', 'pipe', 'inherit'] });
cat.stdin.end([...blobs.keys()].map((name) => `${name}\n`).join(''));
let held = Buffer.alloc(0);
const commits = { looked };
for await (const chunk of cat.stdout) {
  held = held.length ? Buffer.concat([held, chunk]) : chunk;
  for (;;) {
    const end = held.indexOf(10);
    if (end < 0) break;
    const [name, kind, size] = held.toString('latin1', 0, end).split(' ');
    if (held.length < end + 2 + Number(size)) break;
    const bytes = held.subarray(end + 1, end + 1 + Number(size));
    held = held.subarray(end + 2 + Number(size));
    if (kind === 'blob') await look(blobs.get(name), `${blobs.get(name)}@${name.slice(0, 10)}`, bytes);
  }
}
if (cat.exitCode === null) await once(cat, 'exit');
for (const name of allowed.filter((name) => !used.has(name))) { bad++; console.log(`${name}: nothing is found in it any more; take its line out of secrets-allowed.txt`); }
console.log(`${commits.looked} files and ${looked - commits.looked} blobs of the history looked at (${skipped} are no text or above ${most} bytes), the planted token was found; ${excused} findings in ${used.size} files that are named with a reason; ${bad} others`);
process.exit(bad === 0 ? 0 : 1);
