import { spawn } from 'node:child_process';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from './browser.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type FileResult, type Room, countTests, deleteReports, readReports, rooms } from './reports.ts';
import { isFull } from './sample.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const SLOWEST = 10;

/** Runs one step, whose output is printed as it comes. @returns `true` if it passed. */
async function step(name: string, command: string, ...args: string[]): Promise<boolean> {
  say(`\n— ${name}`);
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE: COMPILE_CACHE };
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const passed = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
  });
  if (!passed) say(`✗ ${name} failed`);
  return passed;
}

/** Prints the test files that took longest: seconds, package, file. */
function saySlowest(tested: readonly Room[], results: readonly FileResult[]): void {
  say('\nThe slowest test files:');
  for (const { file, seconds } of results.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST)) {
    const { folder } = tested.find((room) => !relative(room.folder, file).startsWith('..')) ?? { folder: root };
    say(`${seconds.toFixed(1).padStart(6)} s  ${basename(folder).padEnd(12)} ${relative(folder, file)}`);
  }
}

process.env['CHROME_PATH'] = await findBrowser(join(root, 'node_modules/.cache/chromium'), say);
say(`Browser: ${process.env['CHROME_PATH']}`);
const tested: Room[] = [...rooms(root), { folder: join(root, '.ci'), scripts: { test: 'vitest run' } }];
const folders = [root, ...tested.map(({ folder }) => folder)];
deleteReports(folders);

const checks = [
  await step('build and types', 'turbo', 'run', 'build', 'typecheck', '--output-logs=errors-only', '--continue'),
  await step('types of the commands', 'tsc', '-p', '.ci'),
  await step('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  await step('format', 'oxfmt', '--check'),
];
// Both at the same time: the browser's tests leave a processor idle. A carried browser finds its fonts by variables of the
// environment, so all of it is passed on.
// `--only` without what the task depends on: a second build would replace the files that the tests in Node run.
const turbo = ['--only', '--env-mode=loose', '--concurrency=1', '--output-logs=errors-only'];
const tests = await Promise.all([
  step('tests in Node', 'vitest', 'run'),
  step('tests in the browser', 'turbo', 'run', isFull ? 'test:browsers' : 'test:element', ...turbo),
]);

const results = readReports(folders);
saySlowest(tested, results);
let passed = 0;
let failed = checks.filter((ok) => !ok).length;
say('');
for (const room of tested) {
  const counts = countTests(room, results);
  passed += counts.passed;
  failed += counts.failed;
  say(`${basename(room.folder).padEnd(12)} ${counts.passed} passed, ${counts.failed} failed`);
}
if (failed === 0 && tests.includes(false)) failed = 1;
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
