import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { build } from './start/build.ts';
import { createFamily } from './start/children.ts';
import { ensureOffersFile } from './start/offers-file.ts';
import { type Place, address, takenPorts } from './start/ports.ts';
import { type Servers, planServers } from './start/servers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const data = process.env['DEMO_DATA'] ?? join(root, '.data');
const watching = process.argv.includes('--watch');

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
  const servers = planServers(root, data, watching, process.env);
  const taken = await takenPorts(servers.inOrder.map(([place]) => place));
  if (taken.length > 0) throw new Error(taken.join('\n'));
  say('Building …');
  await build(root, stopped.signal);
  ensureOffersFile(join(root, 'apps/demo/offers.yaml'), join(data, 'offers.yaml'), new Date());

  for (const [place, child] of servers.inOrder) {
    if (stopped.signal.aborted) return;
    say(`Starting the ${place.name} …`);
    family.start(child);
    await answers(place, place === servers.backend ? '/live' : '/');
  }
  welcome(servers);
}

async function answers(place: Place, path: string): Promise<void> {
  const url = address(place) + path;
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

function welcome({ shop, backend, sandbox, offersFile }: Servers): void {
  say(`
  Shop      ${address(shop)}   press a button, pay with the test card
  Backend   ${address(backend)}   what your own server will run: offers and snippets
  Sandbox   ${address(sandbox)}   the local MyTPE: every link, every payment

  The same button in HTML, React, Vue, Svelte, Angular and Solid: ${address(shop)}/examples/
  Everything it can be told, and everything it can show: ${address(shop)}/playground

  Try: open the shop, choose an amount, press Pay. The shop says "paid" by itself.
  Then change a price in ${offersFile} and press Pay in the open shop:
  it shows the new price and asks again before anything is charged.

  Ctrl-C stops everything. Starting again finds everything as it was.`);
}

main().catch(async (error: Error) => {
  if (stopped.signal.aborted) return;
  process.stderr.write(`${error.message}\n`);
  await family.stop();
  process.exit(1);
});
