import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { loadScripts, type ScriptFile } from '../../src/http/script-library.ts';
import { dropinDirectory } from '../harness.ts';
import { startApp } from './in-memory-service.ts';

async function start(env: Record<string, string> = {}) {
  const kept: ScriptFile[] = [];
  const keeper = { scripts: async () => kept, keepScript: async (file: ScriptFile) => void kept.push(file) };
  const scripts = await loadScripts(dropinDirectory(), keeper);
  return startApp({ scripts, env });
}
const integrity = (body: Buffer) => `sha384-${createHash('sha384').update(body).digest('base64')}`;
const [ENTRY, DEVELOPMENT] = ['mytpe-pay-button.js', 'mytpe-pay-button.dev.js'];

describe('the drop-in', () => {
  it.each([ENTRY, DEVELOPMENT])(
    '%s is cached briefly at its short address and permanently at its version',
    async (name) => {
      const { app } = await start();
      const current = await app.inject(`/${name}`);
      const pinned = await app.inject(`/v0.1.0/${name}`);
      expect([current.statusCode, pinned.statusCode]).toEqual([200, 200]);
      expect(current.rawPayload).toEqual(pinned.rawPayload);
      expect(current.headers['cache-control']).toBe('public, max-age=300, stale-while-revalidate=86400');
      expect(pinned.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      for (const { headers } of [current, pinned])
        expect(headers).toMatchObject({
          'content-type': 'text/javascript; charset=utf-8',
          'access-control-allow-origin': '*',
          'x-content-type-options': 'nosniff',
          vary: 'Accept-Encoding',
        });
    },
  );

  it('returns 304 to a client with a current copy', async () => {
    const { app } = await start();
    const { etag } = (await app.inject('/mytpe-pay-button.js')).headers;
    const again = await app.inject({ url: '/mytpe-pay-button.js', headers: { 'if-none-match': etag } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
    ['', undefined, (body: Buffer) => body],
  ])('with Accept-Encoding "%s" is sent as %s', async (accepted, encoding, decode) => {
    const { app } = await start();
    for (let time = 0; time < 2; time++) {
      const headers = { 'accept-encoding': accepted };
      const response = await app.inject({ url: '/v0.1.0/mytpe-pay-button.js', headers });
      expect(response.headers['content-encoding']).toBe(encoding);
      expect(decode(response.rawPayload).toString()).toBe("export const version = '0.1.0';");
    }
  });

  it('publishes correct hashes', async () => {
    const { app } = await start();
    const { version, files } = (await app.inject('/integrity.json')).json<{ version: string; files: object }>();
    expect(version).toBe('0.1.0');
    expect(Object.keys(files).toSorted()).toEqual(
      [ENTRY, DEVELOPMENT, `v0.1.0/${ENTRY}`, `v0.1.0/${DEVELOPMENT}`].toSorted(),
    );
    for (const [name, hash] of Object.entries(files))
      expect(hash).toBe(integrity((await app.inject(`/${name}`)).rawPayload));
  });

  it('has a limit per network, separate from the reads of the button, and a page can read the refusal', async () => {
    const { app } = await start({ MAX_READS_PER_MINUTE: '2' });
    const statuses = [];
    for (const url of ['/mytpe-pay-button.js', '/v0.1.0/mytpe-pay-button.js', '/v1/offers/tshirt', '/integrity.json'])
      statuses.push((await app.inject(url)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await app.inject('/v0.1.0/mytpe-pay-button.js');
    expect(refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(refused.headers).toMatchObject({ 'retry-after': '60', 'access-control-allow-origin': '*' });
  });

  it.each([
    '/v0.1.0/manifest.json',
    '/v0.1.0/..%2fserver.js',
    '/v9.9.9/mytpe-pay-button.js',
    '/v0.1.0/troubleshooting.json',
    '/v0.1.0/__proto__',
  ])('does not have %s, and the 404 is not cached', async (url) => {
    const { app } = await start();
    const { statusCode, headers } = await app.inject(url);
    expect([statusCode, headers['cache-control']]).toEqual([404, 'no-store']);
  });
});
