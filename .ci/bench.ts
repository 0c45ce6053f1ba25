import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from './browser.ts';
import { packagesOf } from './reports.ts';

/** One measured figure. `bar` is its limit, and `ok` is `true` within it. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: string;
  readonly ok?: boolean;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } })
    .status === 0;

process.env['CHROME_PATH'] = await findBrowser(join(root, 'node_modules/.cache/chromium'), print);
// One package at a time, because parallel benchmarks would slow each other down.
const ran = run('turbo', 'run', 'bench', '--env-mode=loose', '--concurrency=1', '--output-logs=new-only');
const figures: (Figure & { packageName: string })[] = packagesOf(root).flatMap(({ folder }) => {
  const report = join(folder, '.reports/bench.json');
  return existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Figure[]).map((figure) => ({
        packageName: basename(folder),
        ...figure,
      }))
    : [];
});
print('');
for (const { packageName, name, value, unit, bar, ok } of figures) {
  print(
    `${packageName.padEnd(11)} ${name.padEnd(52)} ${String(value).padStart(9)} ${unit.padEnd(11)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}`,
  );
}
mkdirSync(join(root, '.reports'), { recursive: true });
writeFileSync(join(root, '.reports/bench.json'), JSON.stringify(figures, null, 2));
print('\nThe figures are also in .reports/bench.json.');
process.exitCode = ran ? 0 : 1;
