import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Outcome } from './campaign.ts';

export interface Report extends Outcome {
  readonly requests: number;
  readonly seed: number;
  readonly seconds: number;
  /** Lines of the service's log, by level. */
  readonly log: Readonly<Record<string, number>>;
}

const WAYS = ['2xx', '3xx', '4xx', '5xx', 'cut'];
const inMb = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What was sent and how it was met, by family; then what was found. */
export function printTable({ tally, memory, slow, streamsOpen, log, requests, seconds, seed }: Report): void {
  const row = (name: string, cells: readonly (string | number)[]): void =>
    say(`${name.padEnd(46)}${cells.map((cell) => String(cell).padStart(9)).join('')}`);
  row('', ['requests', ...WAYS]);
  for (const [family, { requests: sent, met }] of [...tally.families].sort(([a], [b]) => (a < b ? -1 : 1)))
    row(family, [sent, ...WAYS.map((way) => met[way] ?? 0)]);
  say('');
  say(`${requests} requests, seed ${seed}, ${seconds} s`);
  say(`slow clients: ${slow.opened} opened, ${slow.cut} hung up on; event streams left open: ${streamsOpen}`);
  const { before, after } = memory;
  say(
    `heap ${inMb(before.heapUsed)} → ${inMb(after.heapUsed)}, RSS ${inMb(before.rss)} → ${inMb(after.rss)}, at most ${inMb(after.peak)}`,
  );
  say(`log lines: ${JSON.stringify(log)}`);
  say(`planted secret seen: ${tally.planted.answer} × in answers, ${tally.planted.log} × in the log`);
  say(`findings: ${tally.findings().length}`);
  for (const { where, what, times, example } of tally.findings())
    say(`\n✗ ${where}: ${what} (${times} ×)\n${example.replaceAll(/^/gm, '    ').slice(0, 1500)}`);
}

/** The same as JSON. */
export function writeReport({ tally, ...rest }: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { planted, families } = tally;
  const told = { ...rest, planted, families: Object.fromEntries(families), findings: tally.findings() };
  writeFileSync(join(folder, 'hostile.json'), `${JSON.stringify(told, null, 2)}\n`);
}
