import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
];
const CARRIED = '@sparticuz/chromium@153.0.0';

/** Finds a Chrome or Chromium for tests: an installed browser, else Debian's package, else a browser from an npm package. */
export async function findBrowser(cache: string, print: (line: string) => void): Promise<string> {
  const found = [process.env['CHROME_PATH'], ...PLACES, ...NAMES.map(onPath)].find((path) => path && existsSync(path));
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    print('No Chrome or Chromium found. Installing the Debian package chromium …');
    const installed = apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium');
    if (installed && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  print(`No Chrome or Chromium found, and the installation is not permitted. Using the browser of ${CARRIED} …`);
  return await carriedBrowser(cache);
}

function onPath(name: string): string | undefined {
  const which = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return which.status === 0 ? which.stdout.split('\n')[0]?.trim() : undefined;
}

function apt(...args: string[]): boolean {
  return (
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  );
}

/** Unpacks the browser into the temporary folder. The variable makes it unpack its libraries too. */
async function carriedBrowser(cache: string): Promise<string> {
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x';
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['install', '--prefix', cache, '--no-save', '--no-audit', '--no-fund', '--silent', CARRIED], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const entry = createRequire(join(cache, 'package.json')).resolve('@sparticuz/chromium');
  const { default: chromium } = (await import(entry)) as { default: { executablePath(): Promise<string> } };
  return chromium.executablePath();
}
