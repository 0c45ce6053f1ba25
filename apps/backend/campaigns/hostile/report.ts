import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Outcome } from './campaign.ts';

export interface Report extends Outcome {
  readonly requests: number;
  readonly seed: number;
  readonly seconds: number;
  /** Log lines of the service, by level. */
  readonly log: Readonly<Record<string, number>>;
}

const RESULTS = ['2xx', '3xx', '4xx', '5xx', 'cut'];
const inMb = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints the number of requests and responses by family, then the findings. */
export function printTable({ tally, memory, slow, streamsOpen, log, requests, seconds, seed }: Report): void {
  const row = (name: string, cells: readonly (string | number)[]): void =>
    print(`${name.padEnd(46)}${cells.map((cell) => String(cell).padStart(9)).join('')}`);
  row('', ['requests', ...RESULTS]);
  for (const [family, { requests: sent, met }] of [...tally.families].sort(([a], [b]) => (a < b ? -1 : 1)))
    row(family, [sent, ...RESULTS.map((result) => met[result] ?? 0)]);
  print('');
  print(`${requests} requests, seed ${seed}, ${seconds} s`);
  print(
    `slow clients: ${slow.opened} opened, ${slow.cut} closed by the server; event streams left open: ${streamsOpen}`,
  );
  const { before, after } = memory;
  print(
    `heap ${inMb(before.heapUsed)} → ${inMb(after.heapUsed)}, RSS ${inMb(before.rss)} → ${inMb(after.rss)}, peak ${inMb(after.peak)}`,
  );
  print(`log lines: ${JSON.stringify(log)}`);
  print(`planted secret seen: ${tally.planted.response} × in responses, ${tally.planted.log} × in the log`);
  print(`findings: ${tally.findings().length}`);
  for (const { where, what, times, example } of tally.findings())
    print(`\n✗ ${where}: ${what} (${times} ×)\n${example.replaceAll(/^/gm, '    ').slice(0, 1500)}`);
}

/** Writes the report to `hostile.json` in the folder. */
export function writeReport({ tally, ...rest }: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const planted = { answer: tally.planted.response, log: tally.planted.log };
  const report = { ...rest, planted, families: Object.fromEntries(tally.families), findings: tally.findings() };
  writeFileSync(join(folder, 'hostile.json'), `${JSON.stringify(report, null, 2)}\n`);
}
