import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SANDBOX_KEY, SANDBOX_SECRET, startSandbox } from '@mytpe-pay/sandbox';

import { median, startMeasured, throughput } from './load.ts';

const ROUNDS = 9;
const SECONDS = 3;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const sandbox = await startSandbox({ port: 0 });
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
writeFileSync(
  join(folder, 'offers.yaml'),
  'offers:\n  tshirt: { title: { fr: T-shirt, ar: قميص, en: T-shirt }, amount_mode: fixed, amount: 4500, usage_mode: one_shot }\n',
);
const settings = {
  MYTPE_ENVIRONMENT: 'sandbox',
  MYTPE_BASE_URL: sandbox.apiBaseUrl,
  MYTPE_API_KEY: SANDBOX_KEY,
  MYTPE_API_SECRET: SANDBOX_SECRET,
  OFFERS_FILE: join(folder, 'offers.yaml'),
  STORE_URL: `sqlite:${join(folder, 'store.db')}`,
  MAX_READS_PER_MINUTE: '10000000',
  LOG_LEVEL: 'warn',
  PORT: '0',
};
const server = here('../dist/server.js');

/** Starting time of the built backend, and its memory at rest. */
async function startUps(): Promise<{ firstAnswer: number; idleMemory: number }> {
  const times: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const backend = await startMeasured([server], settings, '/live');
    times.push(backend.startedIn);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    memory.push(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(backend.pid)], { encoding: 'utf8' })) / 1024);
    await backend.stop();
  }
  return { firstAnswer: median(times), idleMemory: median(memory) };
}

/** Rounds of the backend and the baseline, one after the other, so that both meet the same machine. */
async function offerThroughput(): Promise<{ ratio: number; perSecond: number }> {
  const backend = await startMeasured([server], settings, '/live');
  const route = '/v1/offers/tshirt';
  const answer = await fetch(backend.url + route);
  const body = await answer.text();
  const kept = [...answer.headers].filter(
    ([name]) => !['connection', 'date', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name),
  );
  const bare = await startMeasured(
    [here('bare.ts')],
    { BARE_BODY: body, BARE_HEADERS: JSON.stringify(Object.fromEntries(kept)) },
    route,
  );
  const ratios: number[] = [];
  const speeds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const ours = await throughput(backend.url + route, SECONDS);
    const theirs = await throughput(bare.url + route, SECONDS);
    // The first round warms both up.
    if (round > 0) {
      ratios.push(ours / theirs);
      speeds.push(ours);
    }
    process.stdout.write(
      `round ${round}: ${Math.round(ours)} / ${Math.round(theirs)} = ${(ours / theirs).toFixed(2)}\n`,
    );
  }
  await backend.stop();
  await bare.stop();
  return { ratio: median(ratios), perSecond: median(speeds) };
}

const { firstAnswer, idleMemory } = await startUps();
const { ratio, perSecond } = await offerThroughput();
await sandbox.close();

const results = [
  {
    name: 'GET /v1/offers/{id}, ratio to bare Fastify',
    value: Number(ratio.toFixed(2)),
    unit: '×',
    bar: '≥ 0.80',
    ok: ratio >= 0.8,
  },
  { name: 'GET /v1/offers/{id}', value: Math.round(perSecond), unit: 'requests/s' },
  { name: 'start to first 200, built', value: Math.round(firstAnswer), unit: 'ms' },
  { name: 'memory at rest', value: Math.round(idleMemory), unit: 'MB' },
];
mkdirSync(here('../.reports'), { recursive: true });
writeFileSync(here('../.reports/bench.json'), JSON.stringify(results, null, 2));
