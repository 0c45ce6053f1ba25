import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { build } from './start/build.ts';
import { type Child, createFamily } from './start/children.ts';
import { ensureOffersFile } from './start/offers-file.ts';
import { type Place, address, takenPorts } from './start/ports.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const data = process.env['DEMO_DATA'] ?? join(root, '.data');
const watching = process.argv.includes('--watch');

const port = (variable: string, standard: number): number => Number(process.env[variable] ?? standard);
const sandbox: Place = { name: 'sandbox', variable: 'SANDBOX_PORT', port: port('SANDBOX_PORT', 8010) };
const backend: Place = { name: 'backend', variable: 'PORT', port: port('PORT', 8020) };
const shop: Place = { name: 'demo', variable: 'DEMO_PORT', port: port('DEMO_PORT', 8030) };

/** Variables the user has set win over what the demo needs. */
const env = (needed: Record<string, string>): Record<string, string> => ({
  ...needed,
  ...Object.fromEntries(Object.keys(needed).flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
});

const children: readonly [Place, Child][] = [
  [
    sandbox,
    {
      name: 'sandbox',
      args: [...reload(), join(root, 'apps/sandbox/src/main.ts')],
      env: { SANDBOX_PORT: String(sandbox.port), SANDBOX_STATE_FILE: join(data, 'sandbox.json') },
    },
  ],
  [
    backend,
    {
      name: 'backend',
      args: watching
        ? [...reload(), '--conditions=source', join(root, 'apps/backend/src/server.ts')]
        : [join(root, 'apps/backend/dist/server.js')],
      env: env({
        MYTPE_ENVIRONMENT: 'sandbox',
        MYTPE_BASE_URL: `${address(sandbox)}/api/ext`,
        MYTPE_PAY_BASE_URL: `${address(sandbox)}/pay`,
        MYTPE_API_KEY: 'mtk_sandbox_key',
        MYTPE_API_SECRET: 'mts_sandbox_secret',
        OFFERS_FILE: join(data, 'offers.yaml'),
        STORE_URL: `sqlite:${join(data, 'mytpe-pay.db')}`,
        PORT: String(backend.port),
        LOG_LEVEL: 'warn',
      }),
    },
  ],
  [
    shop,
    {
      name: 'demo',
      args: [...reload(), join(root, 'apps/demo/src/server.ts')],
      env: { DEMO_PORT: String(shop.port), BACKEND_URL: address(backend) },
    },
  ],
];

function reload(): string[] {
  return watching ? ['--watch', '--watch-preserve-output'] : [];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
// A terminal that was closed can no longer be written to; what is still to be stopped is stopped all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const stopped = new AbortController();
const family = createFamily((name, lastWords) => {
  say(`\nThe ${name} ended by itself. Its last words:\n${lastWords.map((line) => `  ${line}`).join('\n')}`);
  void stop(1);
});
// However this process ends, no server is left behind.
process.on('exit', () => family.kill());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

let impatient = false;
/** Ends everything in order; asked again, at once. One Ctrl-C may arrive twice, through pnpm and from the terminal. */
async function stop(code: number): Promise<void> {
  if (impatient) process.exit(1);
  if (stopped.signal.aborted) return;
  setTimeout(() => (impatient = true), 500).unref();
  say('\nStopping …');
  stopped.abort();
  await family.stop();
  process.exit(code);
}

async function main(): Promise<void> {
  const taken = await takenPorts([sandbox, backend, shop]);
  if (taken.length > 0) throw new Error(taken.join('\n'));
  say('Building …');
  await build(root, stopped.signal);
  ensureOffersFile(join(root, 'apps/demo/offers.yaml'), join(data, 'offers.yaml'), new Date());

  for (const [place, child] of children) {
    if (stopped.signal.aborted) return;
    say(`Starting the ${place.name} …`);
    family.start(child);
    await answers(place);
  }
  welcome();
}

async function answers(place: Place): Promise<void> {
  const url = address(place) + (place === backend ? '/live' : '/');
  for (
    const deadline = Date.now() + 30_000;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 60))
  ) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`the ${place.name} does not answer at ${url}`);
}

function welcome(): void {
  say(`
  Shop      ${address(shop)}   press a button, pay with the test card
  Backend   ${address(backend)}   what your own server will run: offers and snippets
  Sandbox   ${address(sandbox)}   the local MyTPE: every link, every payment

  Try: open the shop, choose an amount, press Pay. The shop says "paid" by itself.
  Then change a price in ${join(data, 'offers.yaml')} and press Pay in the open shop:
  it shows the new price and asks again before anything is charged.

  Ctrl-C stops everything. Starting again finds everything as it was.`);
}

main().catch(async (error: Error) => {
  if (stopped.signal.aborted) return;
  process.stderr.write(`${error.message}\n`);
  await family.stop();
  process.exit(1);
});
