/** Measures the sandbox’s throughput: `npx pnpm --filter @mytpe-pay/sandbox bench`. Set `LINKS=10000` for a quicker run. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '../src/index.ts';

const LINKS = Number(process.env['LINKS'] ?? 100_000);
const CALLERS = 16;
/** The first and the last tenth are timed separately. A sandbox that slows down as it fills would distort later benchmarks. */
const TENTH = Math.floor(LINKS / 10);

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const env = { ...process.env, SANDBOX_PORT: '0', SANDBOX_STATE_FILE: '', SANDBOX_LOG: '' };
const sandbox = spawn(process.execPath, [here('../src/main.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const base = await announcedUrl();
const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
const credentials = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET };
const order = JSON.stringify({
  payment_instance_id: SEEDED_IDS.readyInstance,
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 4500,
  currency: 'DZD',
  usage_mode: 'one_shot',
});

async function announcedUrl(): Promise<string> {
  for await (const line of createInterface(sandbox.stdout)) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the sandbox did not print its address');
}

function post(path: string, body = ''): Promise<{ data: { id: string } }> {
  return new Promise((resolve, reject) => {
    const headers = body === '' ? credentials : { ...credentials, 'content-type': 'application/json' };
    const sent = request(`${base}/api/ext${path}`, { method: 'POST', agent, headers });
    sent.on('response', (response) => {
      if (response.statusCode! >= 300) reject(new Error(`${path}: ${response.statusCode}`));
      else json(response).then((value) => resolve(value as { data: { id: string } }), reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** Creates and publishes `count` links. Returns the rate in links per second. */
async function links(count: number): Promise<number> {
  let left = count;
  const began = performance.now();
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { data } = await post('/links', order);
      await post(`/links/${data.id}/publish`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return Math.round((count * 1000) / (performance.now() - began));
}

function memory(): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(sandbox.pid)], { encoding: 'utf8' })) / 1024);
}

try {
  await links(500);
  const atFirst = memory();
  const first = await links(TENTH);
  await links(LINKS - 2 * TENTH);
  const last = await links(TENTH);
  const figures = [
    { name: 'create + publish, first tenth', value: first, unit: 'links/s' },
    { name: `create + publish, last tenth of ${LINKS}`, value: last, unit: 'links/s' },
    {
      name: 'last tenth to first',
      value: Number((last / first).toFixed(2)),
      unit: 'ratio',
      bar: '≥ 0.8',
      ok: last / first >= 0.8,
    },
    { name: 'memory at first', value: atFirst, unit: 'MB' },
    { name: `memory with ${LINKS} links`, value: memory(), unit: 'MB' },
  ];
  console.table(figures);
  mkdirSync(here('../.reports'), { recursive: true });
  writeFileSync(here('../.reports/bench.json'), JSON.stringify(figures, null, 2));
} finally {
  agent.destroy();
  sandbox.kill();
}
