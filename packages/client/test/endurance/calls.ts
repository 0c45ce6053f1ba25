/**
 * A separate process: `node --expose-gc calls.ts BASE_URL COUNT`. Makes COUNT calls of every kind (successful,
 * rejected, aborted) and prints the heap size 20 times. The process must end by itself; an open handle would keep it
 * alive.
 */
import { ApiError, AbortError, ExtClient } from '../../src/index.ts';

const [baseUrl = '', count = '0'] = process.argv.slice(2);
const total = Number(count);
const WORKERS = 8;
const SAMPLES = 20;

const credentials = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };
const client = new ExtClient({ baseUrl, credentials, maxConcurrent: WORKERS });
const [instance] = (await client.instances.list({ status: 'active' })).data;

async function createAndRead(): Promise<void> {
  const { id } = await client.links.create({
    payment_instance_id: instance!.id,
    title: 'Endurance',
    amount_mode: 'fixed',
    amount: 450_000,
    usage_mode: 'one_shot',
  });
  await client.links.get(id);
}

async function readUnknownLink(): Promise<void> {
  await client.links.get('unknown').catch((error: unknown) => expectA(ApiError, error));
}

async function abortCall(): Promise<void> {
  const caller = new AbortController();
  const call = client.me(caller);
  setImmediate(() => caller.abort());
  await call.catch((error: unknown) => expectA(AbortError, error));
}

function expectA(kind: new (...args: never[]) => Error, error: unknown): void {
  if (!(error instanceof kind)) throw error;
}

const KINDS = [() => client.me(), createAndRead, readUnknownLink, abortCall];
const heap: number[] = [];
let made = 0;

async function work(until: number): Promise<void> {
  while (made < until) {
    made += 1;
    await KINDS[made % KINDS.length]!();
  }
}

for (let sample = 1; sample <= SAMPLES; sample += 1) {
  const until = Math.round((total * sample) / SAMPLES);
  await Promise.all(Array.from({ length: WORKERS }, () => work(until)));
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc!();
  heap.push(process.memoryUsage().heapUsed);
}
await client.close();
console.log(JSON.stringify({ made, heap }));
