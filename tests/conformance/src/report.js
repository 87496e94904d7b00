import { peers } from './peers/index.js';
import { scenarios } from './scenarios.js';

const SHORT = { lost: 'lost', doubled: 'doubled', reordered: 'late', damaged: 'damaged' };

/**
 * The results as Markdown: how each was configured, a table of scenarios by gateways, a table of figures, and where another is better than ours.
 * @param {object[]} results lines of the results file, of as many runs as there are @returns {string}
 */
export function report(results) {
  const played = results.filter((result) => !result.failed);
  const names = Object.keys(peers).filter((name) => results.some((result) => result.peer === name));
  const acts = Object.keys(scenarios).filter((name) => results.some((result) => result.scenario === name));
  const of = (peer, scenario) => results.filter((result) => result.peer === peer && result.scenario === scenario);
  const dates = [...new Set(played.map((result) => result.date))].sort();
  return [
    `Played on ${dates.join(', ')}, seeds ${[...new Set(results.map((result) => result.seed))].join(', ')}, ${results.length} runs, ${results.length - played.length} of them without a result.`,
    '',
    '## What each was configured to do',
    '',
    ...table(['gateway', 'settings'], names.map((name) => [name, peers[name].about])),
    '## What was done to them',
    '',
    ...table(['scenario', 'what'], acts.map((name) => [name, scenarios[name].about])),
    '## Acknowledged to a device, and what became of it',
    '',
    'Of so many acknowledged. Where nothing is named nothing was lost, doubled, late (out of order) or damaged. Runs are apart by a stroke.',
    '',
    ...table(['', ...names], acts.map((act) => [act, ...names.map((name) => of(name, act).map(cellOf).join(' / ') || '-')])),
    '## What it took',
    '',
    ...table(
      ['gateway', 'memory at most', 'CPU an event at 200 ev/s, start included', 'CPU an event of week-offline', 'taken offline', 'memory with the queue', 'disk with the queue', 'written for it', 'drained'],
      names.map((name) => costsOf(of(name, 'broker-killed')[0], of(name, 'week-offline')[0], name, played)),
    ),
    '## Where another is better than ours',
    '',
    ...betterThan('edge-gateway', names, acts, of),
    '',
  ].join('\n');
}

function table(head, rows) {
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];
}

function cellOf(result) {
  if (result.failed) return 'no result';
  const counts = Object.entries(SHORT).filter(([key]) => result[key] > 0).map(([key, word]) => `**${number(result[key])}** ${word}${key === 'lost' && result.lostTold > 0 ? ` (${result.lostTold} told)` : ''}`);
  const notes = result.notes.filter((note) => !/ (changed|damaged)$/.test(note));
  return [`${number(result.acknowledged)}${counts.length > 0 ? ':' : ''}`, counts.join(', '), ...notes.map((note) => `(${note})`)].filter(Boolean).join(' ');
}

function costsOf(steady, week, name, played) {
  const peak = Math.max(...played.filter((result) => result.peer === name).map((result) => result.peakRss));
  return [
    name,
    megabytes(peak),
    steady?.acknowledged ? `${Math.round((steady.cpuSeconds * 1e6) / steady.acknowledged)} µs` : '-',
    week?.takenPerSecond ? `${Math.round((week.cpuSeconds * 1e6) / week.acknowledged)} µs` : '-',
    week?.takenPerSecond ? `${number(week.takenPerSecond)} /s` : '-',
    megabytes(week?.offlineRss),
    megabytes(week?.offlineDisk),
    megabytes(week?.writtenBytes),
    week?.settledAfter > 0 && week.lost === 0 ? `${number(Math.round(week.acknowledged / week.settledAfter))} /s` : '-',
  ];
}

/** A gateway is better in a scenario where it loses, doubles, reorders or damages less; and in a cost where it is lower or quicker. */
function betterThan(ours, names, acts, of) {
  const lines = [];
  const bad = (result) => (result.failed ? Infinity : result.lost + result.doubled + result.reordered + result.damaged);
  const best = (name, act, value) => of(name, act).filter((result) => !result.failed).map(value).filter(Number.isFinite).sort((a, b) => a - b)[0];
  const compare = (what, act, value, show, least = 0) => {
    const mine = best(ours, act, value);
    const ahead = names.filter((name) => name !== ours && best(name, act, value) < mine - least);
    if (ahead.length > 0) lines.push(`- ${what}: ${ahead.map((name) => `${name} ${show(best(name, act, value))}`).join(', ')}; ours ${show(mine)}.`);
  };
  for (const act of acts) compare(`Events lost, doubled, late or damaged in ${act}`, act, bad, number);
  compare('Memory, broker killed', 'broker-killed', (result) => result.peakRss, megabytes);
  compare('CPU an event of week-offline', 'week-offline', (result) => (result.cpuSeconds * 1e6) / result.acknowledged, (value) => `${Math.round(value)} µs`);
  compare('Disk written in broker-killed', 'broker-killed', (result) => result.writtenBytes, megabytes);
  compare('Time to take the queue of week-offline, an event', 'week-offline', (result) => 1e6 / result.takenPerSecond, (value) => `${Math.round(value)} µs`);
  compare('Disk with the queue of week-offline, where all was kept', 'week-offline', (result) => (result.lost > 0 ? NaN : result.offlineDisk), megabytes);
  compare('Memory with the queue of week-offline, where all was kept', 'week-offline', (result) => (result.lost > 0 ? NaN : result.offlineRss), megabytes);
  compare('Time to drain it, an event, where all was kept', 'week-offline', (result) => (result.lost > 0 ? NaN : (result.settledAfter * 1e6) / result.acknowledged), (value) => `${Math.round(value)} µs`);
  for (const act of ['network-cut', 'half-open', 'stopped']) compare(`Seconds after the load until all was there, ${act}`, act, (result) => (result.lost > 0 ? NaN : result.settledAfter), (value) => `${value} s`, 1);
  return lines.length > 0 ? lines : ['Nowhere, in these runs.'];
}

const number = (value) => value.toLocaleString('en-GB');
const megabytes = (bytes) => (bytes > 0 ? `${Math.round(bytes / 1e6)} MB` : bytes === 0 ? '0 MB' : '-');
