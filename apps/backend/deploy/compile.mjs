// Runs once while the image is built. Starts the server, which stores its Node compile cache in `compiled`, sends one request,
// and stops the server. Each start of a container then reads the cache. The settings are placeholders: MyTPE is not called.
//   node compile.mjs UID      the user who will run the server: Node reads only a cache that the same user wrote
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
  const response = await fetch(`${address}/v1/offers/one`);
  if (!response.ok) throw new Error(`the built server returned ${response.status}: ${await response.text()}`);
  server.kill('SIGTERM');
  break;
}
const [code] = await ended;
rmSync(folder, { recursive: true });
if (address === null || code !== 0) throw new Error(`the built server exited with ${code}`);
