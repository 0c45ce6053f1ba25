import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LinkView, OfferView } from '@mytpe-pay/contract';
import { type Sandbox, SANDBOX_KEY, SANDBOX_SECRET, startSandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { type Backend, createBackend } from '../src/app.ts';
import { createLogger } from '../src/lib/log.ts';
import { secretsOf, parseSettings } from '../src/config/parse-settings.ts';
import { keyOf } from './idempotency-key.ts';

export const OFFERS = `
defaults: { currency: DZD }
offers:
  tshirt: { title: { fr: T-shirt, ar: قميص, en: T-shirt }, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  donation: { title: { fr: Don }, amount_mode: open, min_amount: 200, max_amount: 50000, amount_step: 50, usage_mode: reusable }
  invoice: { title: Facture, amount_mode: open, min_amount: 100, usage_mode: one_shot }
  pay-us: { title: Payez-nous, amount_mode: fixed, amount: 1000, usage_mode: reusable }
  workshop: { title: Atelier, amount_mode: fixed, amount: 2500, usage_mode: limited, max_uses: 5, show_remaining: true }
  goal: { title: Objectif, amount_mode: open, usage_mode: capped_amount, target_amount: 10000 }
  members: { title: Membres, amount_mode: fixed, amount: 500, usage_mode: whitelist, allowed_payers: [amel@example.dz] }
`;

/** The offers of {@link OFFERS} that v2 can issue. */
const V2_OFFERS = OFFERS.replace(/^ {2}(?:goal|members): .*\n/gm, '');

/** Returns the offers of {@link OFFERS} that this API can issue. */
export function offersFor(api: string | undefined): string {
  return api === 'v2' ? V2_OFFERS : OFFERS;
}

/** Sections of the troubleshooting page. The texts contain characters that must be escaped. */
export const TROUBLESHOOTING = [
  { code: 'offer_not_found', says: '… has no offer "…": check <offers>', when: 'the backend responds `404`' },
  { code: 'network', says: 'no response from …', when: 'the visitor is online & the backend is not' },
];

/**
 * Writes a small build of the drop-in: two scripts, their manifest and the troubleshooting sections.
 * @param more further scripts, or replacements for these, by name.
 */
export function dropinDirectory(version = '0.1.0', more: Readonly<Record<string, string>> = {}): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'dropin-')), 'dropin');
  mkdirSync(directory);
  const files = {
    'mytpe-pay-button.js': `export const version = '${version}';`,
    'mytpe-pay-button.dev.js': `export const warnings = '${version}';`,
    ...more,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const listed = Object.entries(files).map(([name, text]) => ({
    name,
    integrity: `sha384-${createHash('sha384').update(text).digest('base64')}`,
  }));
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({ version, entry: 'mytpe-pay-button.js', development: 'mytpe-pay-button.dev.js', files: listed }),
  );
  writeFileSync(join(directory, 'troubleshooting.json'), JSON.stringify(TROUBLESHOOTING));
  return directory;
}

/** A running system: real sandbox, real backend, real HTTP. */
export interface System {
  readonly sandbox: Sandbox;
  readonly backend: Backend;
  readonly url: string;
  readonly offersFile: string;
  readonly logs: string[];
  /** @param key a name for the `Idempotency-Key`; it is extended to a valid length. */
  post(
    body: object,
    key?: string | null,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: LinkView & Record<string, unknown> }>;
  get<T = OfferView>(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: T }>;
  /** Counts the requests that the sandbox got. */
  calls(method: string, path: string): Promise<number>;
  /** Counts the requests to create and to publish, of both APIs. */
  made(): Promise<{ readonly created: number; readonly published: number }>;
  control(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
}

/** Returns the settings of a backend that uses this sandbox. */
export function environment(
  sandbox: Sandbox,
  folder: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: more['MYTPE_API'] === 'v2' ? sandbox.v2BaseUrl : sandbox.apiBaseUrl,
    MYTPE_PAY_BASE_URL: sandbox.payBaseUrl,
    MYTPE_API_KEY: SANDBOX_KEY,
    MYTPE_API_SECRET: SANDBOX_SECRET,
    OFFERS_FILE: join(folder, 'offers.yaml'),
    STORE_URL: `sqlite:${join(folder, 'store.db')}`,
    RECONCILE_DELAY_MS: '100',
    SHARED_LINK_STALE_MS: '100',
    MAX_LINKS_PER_MINUTE: '1000',
    MAX_UNPAID_LINKS_PER_ADDRESS: '1000',
    MAX_READS_PER_MINUTE: '100000',
    LOG_LEVEL: 'debug',
    PORT: '0',
    ...more,
  };
}

export async function startSystem(
  more: Record<string, string> = {},
  offers = offersFor(more['MYTPE_API']),
): Promise<System> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), 'backend-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'offers.yaml'), offers);
  const logs: string[] = [];
  const settings = parseSettings(environment(sandbox, folder, more));
  const logger = createLogger(settings.LOG_LEVEL, secretsOf(settings), {
    write: (line: string) => void logs.push(line),
  });
  const backend = await createBackend(settings, logger, dropinDirectory());
  onTestFinished(() => backend.close());
  const url = await backend.app.listen({ host: '127.0.0.1', port: 0 });
  return { sandbox, backend, url, offersFile: settings.OFFERS_FILE, logs, ...testClient(url, sandbox.url) };
}

/** Creates a client that sends requests to a backend and to its sandbox. */
export function testClient(
  url: string,
  sandboxUrl: string,
): Pick<System, 'post' | 'get' | 'calls' | 'made' | 'control'> {
  const readResponse = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    body: JSON.parse((await response.text()) || 'null') as never,
  });
  const control: System['control'] = async (method, path, body) => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${sandboxUrl}/_sandbox${path}`, init);
    return (await response.json().catch(() => ({}))) as Record<string, unknown>;
  };
  const calls: System['calls'] = async (method, path) =>
    ((await control('GET', `/requests?method=${method}&path=${encodeURIComponent(path)}`))['requests'] as unknown[])
      .length;
  return {
    control,
    calls,
    made: async () => ({
      created: (await calls('POST', '/api/ext/links')) + (await calls('POST', '/api/v2/mytpe-pay/links/store')),
      published: await calls('POST', '/api/ext/links/*/publish'),
    }),
    post: async (body, key = null, headers = {}) =>
      readResponse(
        await fetch(`${url}/v1/links`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: {
            'content-type': 'application/json',
            ...(key !== null && { 'idempotency-key': keyOf(key) }),
            ...headers,
          },
        }),
      ),
    get: async (path, headers = {}) => readResponse(await fetch(url + path, { headers })),
  };
}

const held: Response[] = [];

/** Watches a link until `signal` aborts. Keeps a reference to the response: otherwise the stream is garbage-collected. */
export async function openStream(url: string, signal: AbortSignal): Promise<void> {
  held.push(await fetch(url, { signal }));
}

/** The calls to MyTPE that one link takes. v2 has no publish call. */
export const ONE_LINK = { ext: { created: 1, published: 1 }, v2: { created: 1, published: 0 } } as const;

/** Polls `check` until it is true. @throws Error with `what` after `seconds`. */
export async function eventually(check: () => Promise<boolean>, what: string, seconds = 15): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`timed out waiting for: ${what}`);
}

/** Returns the slug of a link, which the sandbox accepts instead of an id. */
export function slugOf({ url }: Pick<LinkView, 'url'>): string {
  return new URL(url).pathname.split('/').at(-1)!;
}
