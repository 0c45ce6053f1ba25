import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from './browser.ts';
import { rooms } from './reports.ts';

/** One measured figure; `bar` is what it should reach, `ok` whether it does. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: string;
  readonly ok?: boolean;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } })
    .status === 0;

process.env['CHROME_PATH'] = await findBrowser(join(root, 'node_modules/.cache/chromium'), say);
// One after the other: two at once would measure each other.
const ran = run('turbo', 'run', 'bench', '--env-mode=loose', '--concurrency=1', '--output-logs=new-only');
const figures: (Figure & { room: string })[] = rooms(root).flatMap(({ folder }) => {
  const report = join(folder, '.reports/bench.json');
  return existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Figure[]).map((figure) => ({ room: basename(folder), ...figure }))
    : [];
});
say('');
for (const { room, name, value, unit, bar, ok } of figures) {
  say(
    `${room.padEnd(11)} ${name.padEnd(52)} ${String(value).padStart(9)} ${unit.padEnd(11)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}`,
  );
}
mkdirSync(join(root, '.reports'), { recursive: true });
writeFileSync(join(root, '.reports/bench.json'), JSON.stringify(figures, null, 2));
say('\nAlso in .reports/bench.json.');
process.exitCode = ran ? 0 : 1;
