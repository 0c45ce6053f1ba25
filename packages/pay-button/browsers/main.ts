import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { findBrowser } from '../../../.ci/browser.ts';
import { ENGINES, type Engine, FIREFOX, MINI_BROWSER, WEBKIT_DRIVER_PORT } from './launchers.ts';

const packageFolder = fileURLToPath(new URL('../', import.meta.url));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const DEBIAN = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth'];

/** Installs missing programs if possible, or prints what to install. */
function provide(): void {
  const missing = [FIREFOX, MINI_BROWSER, '/usr/bin/xvfb-run'].filter((path) => !existsSync(path));
  if (missing.length === 0) return;
  print(`Missing: ${missing.join(', ')}. Installing ${DEBIAN.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (apt('update') && apt('install', '-y', '--no-install-recommends', ...DEBIAN)) return;
  print(`The installation failed. On Debian, run: apt-get install ${DEBIAN.join(' ')}`);
  process.exit(1);
}

/** Starts WebKit's driver on a virtual display. */
async function startWebKitDriver(): Promise<ChildProcess> {
  const args = ['-a', 'WebKitWebDriver', `--port=${WEBKIT_DRIVER_PORT}`, '--host=127.0.0.1'];
  const driver = spawn('xvfb-run', args, { stdio: 'ignore', detached: true });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isOpen(WEBKIT_DRIVER_PORT)) return driver;
    await pause(100);
  }
  throw new Error(`WebKitWebDriver does not listen on port ${WEBKIT_DRIVER_PORT}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy()).once('connect', () => socket.end());
  });
}

/** A home directory for Firefox, which refuses a directory of another user. */
const home = mkdtempSync(join(tmpdir(), 'element-browsers-'));

function suite(engine: Engine): boolean {
  const env = { ...process.env, HOME: home, ELEMENT_BROWSERS: engine };
  const wtr = join(packageFolder, 'node_modules/.bin/wtr');
  print(`\n— ${engine}`);
  return (
    spawnSync(wtr, ['--config', 'web-test-runner.config.ts'], { cwd: packageFolder, env, stdio: 'inherit' }).status ===
    0
  );
}

provide();
process.env['CHROME_PATH'] = await findBrowser(join(packageFolder, '../../node_modules/.cache/chromium'), print);
const driver = await startWebKitDriver();
const failed = ENGINES.filter((engine) => !suite(engine));
process.kill(-driver.pid!, 'SIGTERM');
rmSync(home, { recursive: true, force: true });
print(failed.length === 0 ? `\nThe suite passed in ${ENGINES.join(', ')}.` : `\nFailed in ${failed.join(', ')}.`);
process.exitCode = failed.length;
