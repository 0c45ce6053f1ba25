import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { SANDBOX_KEY, SANDBOX_SECRET, startSandbox } from '@mytpe-pay/sandbox';

import { NODE_OPTIONS } from '../../bench/processes.ts';
import { PLANTED, PLANTED_VALUE, type Secrets } from './secrets.ts';
import type { TokenKey } from './tokens.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const TOKEN_KEY: TokenKey = { kid: 'shop-1', secret: 'the-merchants-key-for-hostile-input-0123' };
/** Audience of offer tokens: a backend without PUBLIC_URL uses HOST and PORT, here 0 (the system chooses a port). */
export const AUDIENCE = 'http://127.0.0.1:0';
export const ADMIN_TOKEN = 'the-operators-token-for-hostile-input-01';
export const WEBHOOK_SECRET = 'whsec_the-secret-of-hostile-deliveries';

const OFFERS = `
defaults: { currency: DZD }
offers:
  tshirt: { title: { fr: T-shirt, ar: قميص, en: T-shirt }, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  donation: { title: { fr: Don }, amount_mode: open, min_amount: 200, max_amount: 50000, amount_step: 50, usage_mode: reusable }
  invoice: { title: Facture, amount_mode: open, min_amount: 100, usage_mode: one_shot }
  pay-us: { title: Payez-nous, amount_mode: fixed, amount: 1000, usage_mode: reusable }
  workshop: { title: Atelier, amount_mode: fixed, amount: 2500, usage_mode: limited, max_uses: 5, show_remaining: true }
  goal: { title: Objectif, amount_mode: open, usage_mode: capped_amount, target_amount: 10000 }
  closed: { title: Ailleurs, amount_mode: fixed, amount: 500, usage_mode: reusable, allowed_origins: ["https://elsewhere.example"] }
  daily: { title: Café du jour, amount_mode: fixed, amount: 200, usage_mode: one_shot, max_payer_links_per_day: 30 }
  leak: { title: Fuite, description: ${PLANTED_VALUE}, amount_mode: fixed, amount: 500, usage_mode: one_shot }
`;

/** Memory of the process, bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  /** Maximum resident memory so far. */
  readonly peak: number;
}

/** The built backend in a separate process, with its own sandbox. */
export interface Service {
  readonly port: number;
  /** Address of the sandbox. */
  readonly sandboxUrl: string;
  readonly pid: number;
  readonly secrets: Secrets;
  /** Exit code or signal of the process; `null` while it runs. */
  readonly exited: () => string | null;
  /** Returns its memory after garbage collection. */
  memory(): Promise<Memory>;
  /** Makes every call to MyTPE fail (`true`), or succeed again (`false`). */
  cutUpstream(cut: boolean): Promise<void>;
  /** Sends SIGTERM. @returns the exit code or signal. */
  stop(): Promise<string>;
}

/** Raised limits: the standard limits would refuse most requests before they reach a route. */
export const RAISED = {
  MAX_LINKS_PER_MINUTE: '1000000',
  MAX_UNPAID_LINKS_PER_ADDRESS: '1000000',
  MAX_READS_PER_MINUTE: '10000000',
  MAX_QR_CODES_PER_MINUTE: '10000000',
  MAX_OPEN_BODIES: '100000',
  MAX_EVENT_STREAMS: '10000',
  MAX_EVENT_STREAMS_PER_ADDRESS: '10000',
  UPSTREAM_CONCURRENCY: '8',
  PROOF_OF_WORK: 'off',
};

/**
 * Starts the built backend and a sandbox.
 * @param onLine receives each line of the backend's log.
 * @param more further settings; {@link RAISED} limits by default.
 */
export async function startService(
  onLine: (line: string) => void,
  more: Readonly<Record<string, string>> = RAISED,
): Promise<Service> {
  const sandbox = await startSandbox({ port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  writeFileSync(join(folder, 'offers.yaml'), OFFERS);
  const { privateKey } = generateKeyPairSync('ed25519');
  const receiptKey = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const env = {
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: sandbox.apiBaseUrl,
    MYTPE_PAY_BASE_URL: sandbox.payBaseUrl,
    MYTPE_API_KEY: SANDBOX_KEY,
    MYTPE_API_SECRET: SANDBOX_SECRET,
    MYTPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    OFFER_TOKEN_KEYS: JSON.stringify([{ ...TOKEN_KEY, alg: 'HS256' }]),
    RECEIPT_SIGNING_KEY: receiptKey,
    ADMIN_TOKEN,
    OFFERS_FILE: join(folder, 'offers.yaml'),
    STORE_URL: `sqlite:${join(folder, 'store.db')}`,
    TRUST_PROXY: '127.0.0.1',
    LOG_LEVEL: 'debug',
    PORT: '0',
    NODE_OPTIONS,
    ...more,
  };
  const args = ['--expose-gc', '--import', here('collect-when-asked.ts'), here('../../dist/server.js')];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let exit: string | null = null;
  const exited = once(child, 'exit').then(([code, signal]) => (exit = `${code ?? signal}`));
  const address = await firstAddress(child, onLine);
  return {
    port: Number(new URL(address).port),
    sandboxUrl: sandbox.url,
    pid: child.pid!,
    secrets: {
      MYTPE_API_KEY: SANDBOX_KEY,
      MYTPE_API_SECRET: SANDBOX_SECRET,
      MYTPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      OFFER_TOKEN_KEYS: TOKEN_KEY.secret,
      ADMIN_TOKEN,
      RECEIPT_SIGNING_KEY: receiptKey.split('\n')[1]!,
      [PLANTED]: PLANTED_VALUE,
    },
    exited: () => exit,
    memory: () => collectMemory(child),
    async cutUpstream(cut) {
      const init = cut
        ? {
            method: 'POST',
            body: '{"fault":{"type":"reset_before"}}',
            headers: { 'content-type': 'application/json' },
          }
        : { method: 'DELETE' };
      await fetch(`${sandbox.url}/_sandbox/faults`, init);
    },
    async stop() {
      child.kill('SIGTERM');
      const result = await exited;
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
      return result;
    },
  };
}

/** Reads the log while the process runs. Resolves with the address that the backend listens on. */
function firstAddress(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  createInterface({ input: child.stderr! }).on('line', onLine);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      onLine(line);
      const address = /"msg":"listening","address":"([^"]+)"/.exec(line)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the backend exited with ${code} before it listened`)));
  });
}

async function collectMemory(child: ChildProcess): Promise<Memory> {
  const reply = once(child, 'message');
  child.send('collect');
  const [memory] = (await reply) as [Memory];
  return memory;
}
