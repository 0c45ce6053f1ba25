// Run once while the image is made: starts the server, which keeps what Node compiled of it beside it, asks it something
// and stops it. Every start of a container reads that. Settings that lead nowhere will do: MyTPE need not be there.
//   node compile.mjs UID      who will run it: Node reads only what the same user compiled
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const uid = Number(process.argv[2]);
const folder = mkdtempSync('/tmp/compile-');
mkdirSync('compiled');
for (const written of ['compiled', folder]) chownSync(written, uid, uid);
const offers = join(folder, 'offers.yaml');
writeFileSync(offers, 'offers: { one: { title: One, amount_mode: fixed, amount: 100, usage_mode: one_shot } }');
const env = {
  ...process.env,
  MYTPE_ENVIRONMENT: 'sandbox',
  MYTPE_BASE_URL: 'http://127.0.0.1:1/api',
  MYTPE_API_KEY: 'none',
  MYTPE_API_SECRET: 'none',
  OFFERS_FILE: offers,
  STORE_URL: `sqlite:${join(folder, 'store.db')}`,
  HOST: '127.0.0.1',
  PORT: '0',
};
const server = spawn(process.execPath, ['server.js'], { env, uid, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
let address = null;
for await (const line of createInterface(server.stdout)) {
  address ??= /"address":"([^"]+)"/.exec(line)?.[1] ?? null;
  if (address === null) continue;
  const answer = await fetch(`${address}/v1/offers/one`);
  if (!answer.ok) throw new Error(`the built server answered ${answer.status}: ${await answer.text()}`);
  server.kill('SIGTERM');
  break;
}
const [code] = await ended;
rmSync(folder, { recursive: true });
if (address === null || code !== 0) throw new Error(`the built server ended with ${code}`);
