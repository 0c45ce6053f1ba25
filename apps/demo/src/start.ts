import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { build, createProcessGroup } from './start/processes.ts';
import { ensureOffersFile } from './start/offers-file.ts';
import { type ServerPort, address, takenPorts } from './start/ports.ts';
import { type Servers, planServers } from './start/servers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const data = process.env['DEMO_DATA'] ?? join(root, '.data');
const watching = process.argv.includes('--watch');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
// A closed terminal cannot be written to. The stop must continue.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const stopped = new AbortController();
const processes = createProcessGroup((name, lastLines) => {
  print(`\nThe ${name} ended unexpectedly. Its last output:\n${lastLines.map((line) => `  ${line}`).join('\n')}`);
  void stop(1);
});
// No server survives this process.
process.on('exit', () => processes.kill());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

let impatient = false;
/** Stops the servers in order. A second call exits immediately. One Ctrl-C may arrive twice, through pnpm and the terminal. */
async function stop(code: number): Promise<void> {
  if (impatient) process.exit(1);
  if (stopped.signal.aborted) return;
  setTimeout(() => (impatient = true), 500).unref();
  print('\nStopping …');
  stopped.abort();
  await processes.stop();
  process.exit(code);
}

async function main(): Promise<void> {
  const servers = planServers(root, data, watching, process.env);
  const taken = await takenPorts(servers.inOrder.map(([server]) => server));
  if (taken.length > 0) throw new Error(taken.join('\n'));
  print('Building …');
  await build(root, stopped.signal);
  ensureOffersFile(join(root, 'apps/demo/offers.yaml'), join(data, 'offers.yaml'), new Date());

  for (const [server, child] of servers.inOrder) {
    if (stopped.signal.aborted) return;
    print(`Starting the ${server.name} …`);
    processes.start(child);
    await waitUntilReady(server, server === servers.backend ? '/live' : '/');
  }
  welcome(servers);
}

async function waitUntilReady(server: ServerPort, path: string): Promise<void> {
  const url = address(server) + path;
  for (
    const deadline = Date.now() + 30_000;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 60))
  ) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`the ${server.name} does not respond at ${url}`);
}

function welcome({ shop, backend, sandbox, offersFile }: Servers): void {
  print(`
  Shop      ${address(shop)}   click a button, pay with the test card
  Backend   ${address(backend)}   the program for your server: offers and snippets
  Sandbox   ${address(sandbox)}   the local MyTPE: every link, every payment

  The same button in HTML, React, Vue, Svelte, Angular and Solid: ${address(shop)}/examples/
  All settings and scenarios: ${address(shop)}/playground

  Try: open the shop, choose an amount, press Pay. The shop says "paid" by itself.
  Then change a price in ${offersFile} and click Pay in the open shop:
  it shows the new price and asks again before it charges.

  Ctrl-C stops everything. The next start keeps all data.`);
}

main().catch(async (error: Error) => {
  if (stopped.signal.aborted) return;
  process.stderr.write(`${error.message}\n`);
  await processes.stop();
  process.exit(1);
});
