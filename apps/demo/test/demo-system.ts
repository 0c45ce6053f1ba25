import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium,
} from 'playwright-core';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { freePort } from '../../../.ci/free-port.ts';
import { type TestFont, fontScript } from '../../../.ci/test-fonts.ts';
import { ensureOffersFile } from '../src/start/offers-file.ts';
import { DEMO_TOKEN_SECRET } from '../src/start/servers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Options for a browser context, and the font of all text in it. */
export interface VisitOptions extends BrowserContextOptions {
  readonly font?: TestFont;
}

/** The demo for end-to-end tests: three processes and a browser. */
export interface DemoSystem {
  readonly shop: string;
  readonly backend: string;
  readonly sandbox: string;
  readonly data: string;
  /** Everything that the processes printed. */
  readonly output: string[];
  visit(path?: string, options?: VisitOptions): Promise<{ page: Page; context: BrowserContext; done(): Promise<void> }>;
  control<T = Record<string, never>>(method: string, path: string, body?: object): Promise<T>;
  /** The number of links that MyTPE created. */
  creates(): Promise<number>;
  changeOffers(from: string, to: string): void;
  stopBackend(): Promise<void>;
  startBackend(): Promise<void>;
  close(): Promise<void>;
}

/** Polls until the condition holds. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  what: string,
  seconds = 20,
): Promise<T> {
  for (
    const deadline = Date.now() + seconds * 1000;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    const seen = await look().catch(() => null);
    if (seen) return seen;
  }
  throw new Error(`timed out waiting for: ${what}`);
}

export async function startDemo(env: Record<string, string> = {}): Promise<DemoSystem> {
  const [sandboxPort, backendPort, shopPort] = [await freePort(), await freePort(), await freePort()];
  const [sandbox, backend, shop] = [sandboxPort, backendPort, shopPort].map((port) => `http://127.0.0.1:${port}`) as [
    string,
    string,
    string,
  ];
  const data = mkdtempSync(join(tmpdir(), 'demo-'));
  const offers = join(data, 'offers.yaml');
  ensureOffersFile(join(root, 'apps/demo/offers.yaml'), offers, new Date());
  const output: string[] = [];
  const children = new Set<ChildProcess>();

  const run = async (file: string, url: string, more: Record<string, string>): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [join(root, file)], {
      env: { ...process.env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void output.push(chunk.toString()));
    await eventually(async () => (await fetch(url)).ok, `${file} answers: ${output.join('')}`, 60);
    return child;
  };
  const end = (child: ChildProcess, signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => (child.once('exit', () => resolve()), child.kill(signal)));

  const startBackend = () =>
    run('apps/backend/dist/server.js', `${backend}/live`, {
      MYTPE_ENVIRONMENT: 'sandbox',
      MYTPE_BASE_URL: `${sandbox}/api/ext`,
      MYTPE_PAY_BASE_URL: `${sandbox}/pay`,
      MYTPE_API_KEY: 'mtk_sandbox_key',
      MYTPE_API_SECRET: 'mts_sandbox_secret',
      OFFERS_FILE: offers,
      STORE_URL: `sqlite:${join(data, 'mytpe-pay.db')}`,
      PORT: String(backendPort),
      MAX_UNPAID_LINKS_PER_ADDRESS: '1000',
      OFFER_TOKEN_KEYS: JSON.stringify([{ kid: 'demo', alg: 'HS256', secret: DEMO_TOKEN_SECRET }]),
      LOG_LEVEL: 'debug',
      ...env,
    });
  await run('apps/sandbox/src/main.ts', `${sandbox}/`, {
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_STATE_FILE: join(data, 'sandbox.json'),
  });
  let backendProcess = await startBackend();
  await run('apps/demo/src/server.ts', `${shop}/`, {
    DEMO_PORT: String(shopPort),
    BACKEND_URL: backend,
    OFFER_TOKEN_SECRET: DEMO_TOKEN_SECRET,
  });
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });

  const control: DemoSystem['control'] = async (method, path, body) => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${sandbox}/_sandbox${path}`, init);
    return (await response.json().catch(() => ({}))) as never;
  };
  return {
    shop,
    backend,
    sandbox,
    data,
    output,
    async visit(path = '/', { font, ...options } = {}) {
      const context = await browser.newContext(options);
      await context.addInitScript(fontScript(font));
      const page = await context.newPage();
      await page.goto(URL.canParse(path) ? path : shop + path);
      return { page, context, done: () => context.close() };
    },
    control,
    creates: async () =>
      (await control<{ requests: unknown[] }>('GET', '/requests?method=POST&path=/api/ext/links')).requests.length,
    changeOffers(from, to) {
      const text = readFileSync(offers, 'utf8');
      if (!text.includes(from)) throw new Error(`the offers do not contain ${from}`);
      writeFileSync(offers, text.replace(from, to));
    },
    stopBackend: () => end(backendProcess, 'SIGTERM'),
    startBackend: async () => void (backendProcess = await startBackend()),
    async close() {
      await browser.close();
      await Promise.all([...children].map((child) => end(child, 'SIGKILL')));
    },
  };
}

/** The elements of one button on the shop's page. */
export function button(
  page: Page,
  offer: string,
): { host: Locator; pay: Locator; amount: Locator; problem: Locator; state(): Promise<string> } {
  const host = page.locator(`#${offer} mytpe-pay-button`);
  return {
    host,
    pay: host.locator('[part=pay]'),
    amount: host.locator('#amount'),
    problem: host.locator('#problem'),
    state: () => host.evaluate((element) => (element as unknown as { state: string }).state),
  };
}
