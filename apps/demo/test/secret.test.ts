import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

const SECRET = 'mts_sandbox_secret';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The names of the texts that contain the secret. */
const holders = (texts: readonly (readonly [string, string])[], secret: string): string[] =>
  texts.filter(([, text]) => text.includes(secret)).map(([name]) => name);

let demo: DemoSystem;
const seen: [string, string][] = [];
beforeAll(async () => {
  demo = await startDemo({ LOG_LEVEL: 'trace', ADMIN_TOKEN: 'a'.repeat(32) });
}, 60_000);
afterAll(() => demo.close());

async function fetchAll(): Promise<void> {
  const id = 'lnk_aaaaaaaaaaaaaaaaaaaaaaaa';
  const post = (body: string, headers = {}): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'idempotency-key': 'key-of-22-characters-1', ...headers },
  });
  const calls: [string, RequestInit?][] = [
    ['/'],
    ['/v1/offers/tshirt'],
    ['/v1/offers/nothing'],
    ['/v1/links', post('{"offer":"tshirt"}')],
    ['/v1/links', post('{"offer":"tshirt","price":1}')],
    ['/v1/links', post('{')],
    ['/v1/offers/resolve', post('{"offer_token":"x"}')],
    [`/v1/links/${id}`],
    ['/pay/tshirt'],
    ['/pay/nothing'],
    ['/mytpe-pay-button.js'],
    ['/mytpe-pay-button.dev.js'],
    ['/docs/troubleshooting'],
    ['/integrity.json'],
    ['/live'],
    ['/ready', { headers: { authorization: `Bearer ${'a'.repeat(32)}` } }],
    ['/%zz'],
  ];
  for (const [path, init] of calls) {
    const response = await fetch(demo.backend + path, init);
    seen.push([
      `${init?.method ?? 'GET'} ${path}`,
      `${JSON.stringify([...response.headers])} ${await response.text()}`,
    ]);
  }
}

it('no response, log line, error, bundle or source map contains the secret; the search would find it', async () => {
  const { page, context, done } = await demo.visit();
  page.on(
    'response',
    (response) =>
      void response.text().then(
        (text) => seen.push([response.url(), text]),
        () => {},
      ),
  );
  await page.reload();
  const [hosted] = await Promise.all([context.waitForEvent('page'), button(page, 'tshirt').pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  await done();
  await fetchAll();
  // Errors whose cause contains the upstream call.
  await demo.control('POST', '/faults', { match: { path_regex: '^/api/' }, fault: { type: 'status', status: 401 } });
  const failed = await fetch(`${demo.backend}/v1/links`, {
    method: 'POST',
    body: '{"offer":"tshirt"}',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'key-of-22-characters-2' },
  });
  seen.push(['a refused call', await failed.text()]);
  expect(failed.status).toBeGreaterThanOrEqual(500);
  await eventually(
    async () => demo.output.join('').includes('MyTPE did not do what was asked'),
    'the failure is logged',
  );
  seen.push(['log', demo.output.join('')]);
  for (const folder of [
    'apps/backend/dist/dropin',
    'packages/pay-button/dist/dropin',
    'packages/pay-button/dist/npm',
    'apps/backend/dist',
  ]) {
    for (const file of readdirSync(join(root, folder), { withFileTypes: true }))
      if (file.isFile()) seen.push([`${folder}/${file.name}`, readFileSync(join(root, folder, file.name), 'utf8')]);
  }
  expect(seen.length).toBeGreaterThan(40);
  expect(holders(seen, SECRET)).toEqual([]);
  expect(holders([...seen, ['planted', `{"secret":"${SECRET}"}`]], SECRET)).toEqual(['planted']);
}, 60_000);
