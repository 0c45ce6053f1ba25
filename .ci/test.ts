import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from './browser.ts';
import { countTests, forgetReports, rooms } from './reports.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One step of the whole; its own output is shown as it comes. */
function step(name: string, command: string, ...args: string[]): boolean {
  say(`\n— ${name}`);
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
  const passed = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  if (!passed) say(`✗ ${name} failed`);
  return passed;
}

process.env['CHROME_PATH'] = await findBrowser(join(root, 'node_modules/.cache/chromium'), say);
say(`Browser: ${process.env['CHROME_PATH']}`);
const tested = rooms(root);
for (const room of tested) forgetReports(room);

const checks = [
  step('build and types', 'turbo', 'run', 'build', 'typecheck', '--output-logs=errors-only', '--continue'),
  step('types of the commands', 'tsc', '-p', '.ci'),
  step('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  step('format', 'oxfmt', '--check'),
];
// One room after another: several of them start servers and browsers. What a carried browser needs to find its fonts is
// in the environment, so all of that is handed on.
const tests = step(
  'tests',
  'turbo',
  'run',
  'test',
  '--env-mode=loose',
  '--concurrency=1',
  '--output-logs=new-only',
  '--continue',
);

let passed = 0;
let failed = checks.filter((ok) => !ok).length;
say('');
for (const room of tested) {
  const counts = countTests(room);
  passed += counts.passed;
  failed += counts.failed;
  say(`${basename(room.folder).padEnd(12)} ${counts.passed} passed, ${counts.failed} failed`);
}
if (failed === 0 && !tests) failed = 1;
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
