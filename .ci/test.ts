import { spawn } from 'node:child_process';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from './browser.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type FileResult, type Package, countTests, deleteReports, readReports, packagesOf } from './reports.ts';
import { isFull } from './sample.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const SLOWEST = 10;
const LINES_OF_AN_ERROR = 25;

/** Runs one step and prints its output. @returns `true` if it passed. */
function step(name: string, command: string, ...args: string[]): Promise<boolean> {
  print(`\n— ${name}`);
  return run(name, command, args, 'inherit');
}

/** Runs one step, and prints its output only if it failed. @returns `true` if it passed. */
async function quietStep(name: string, command: string, ...args: string[]): Promise<boolean> {
  print(`\n— ${name}`);
  const output: Buffer[] = [];
  const passed = await run(name, command, args, 'pipe', (part) => output.push(part));
  if (!passed) print(Buffer.concat(output).toString());
  return passed;
}

async function run(
  name: string,
  command: string,
  args: readonly string[],
  output: 'inherit' | 'pipe',
  collect: (part: Buffer) => void = () => {},
): Promise<boolean> {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE: COMPILE_CACHE };
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', output, output] });
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const passed = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
  });
  if (!passed) print(`✗ ${name} failed`);
  return passed;
}

/** Prints the slowest test files: seconds and file. */
function printSlowest(results: readonly FileResult[]): void {
  print('\nThe slowest test files:');
  for (const { file, seconds } of results.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST))
    print(`${seconds.toFixed(1).padStart(6)} s  ${relative(root, file)}`);
}

/** Prints every failed test again, because the output above it is long and of two runners at the same time. */
function printFailures(results: readonly FileResult[]): void {
  for (const { file, failures } of results)
    for (const { title, message } of failures) {
      const lines = message.split('\n').slice(0, LINES_OF_AN_ERROR);
      print(`\n✗ ${relative(root, file)}: ${title}\n${lines.map((line) => `    ${line}`).join('\n')}`);
    }
}

process.env['CHROME_PATH'] = await findBrowser(join(root, 'node_modules/.cache/chromium'), print);
print(`Browser: ${process.env['CHROME_PATH']}`);
const tested: Package[] = [...packagesOf(root), { folder: join(root, '.ci'), scripts: { test: 'vitest run' } }];
const folders = [root, ...tested.map(({ folder }) => folder)];
deleteReports(folders);

const checks = [
  await step('build and types', 'turbo', 'run', 'build', 'typecheck', '--output-logs=errors-only', '--continue'),
  // A workspace of its own, which the installation of the root leaves out.
  await quietStep('packages of the documentation site', 'pnpm', '--dir', 'apps/docs', 'install', '--frozen-lockfile'),
  // After the build, because the site has the built button.
  await quietStep('documentation site', 'pnpm', '--dir', 'apps/docs', 'run', 'build'),
  await step('types of the commands', 'tsc', '-p', '.ci'),
  await step('types of the documentation site', 'tsc', '--noEmit', '-p', 'apps/docs'),
  // After the installation of the site's packages, because lint reads their types.
  await step('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  await step('format', 'oxfmt', '--check'),
];
// Both run at the same time, because the browser's tests leave a processor idle. A browser from an npm package finds its
// fonts by environment variables, so turbo passes the whole environment on.
// `--only` skips the build, which would replace the files that the tests in Node use.
const turbo = ['--only', '--env-mode=loose', '--concurrency=1', '--output-logs=errors-only'];
const tests = await Promise.all([
  step('tests in Node', 'vitest', 'run'),
  step('tests in the browser', 'turbo', 'run', isFull ? 'test:browsers' : 'test:element', ...turbo),
]);

const results = readReports(folders);
printSlowest(results);
printFailures(results);
let passed = 0;
let failed = checks.filter((ok) => !ok).length;
print('');
for (const one of tested) {
  const counts = countTests(one, results);
  passed += counts.passed;
  failed += counts.failed;
  print(`${basename(one.folder).padEnd(12)} ${counts.passed} passed, ${counts.failed} failed`);
}
if (failed === 0 && tests.includes(false)) failed = 1;
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
