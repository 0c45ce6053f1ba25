import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { OFFERS } from './harness.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SECRET = 'mts_the-secret-of-a-failed-start';

/** Creates a folder with a valid catalog, and settings that use it. */
function setUp(): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'failed-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'offers.yaml'), OFFERS);
  const env = {
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: 'http://127.0.0.1:9/api/ext',
    MYTPE_API_KEY: 'mtk_key',
    MYTPE_API_SECRET: SECRET,
    OFFERS_FILE: join(folder, 'offers.yaml'),
    STORE_URL: `sqlite:${join(folder, 'store.db')}`,
    LOG_LEVEL: 'silent',
    PORT: '0',
  };
  return { folder, env };
}

/** Starts the backend in a process that is expected to fail, and waits for its end. */
async function failedStart(
  env: Record<string, string>,
  ...flags: string[]
): Promise<{ code: unknown; stderr: string }> {
  const child = spawn(process.execPath, [...flags, MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, stderr };
}

describe('a start that fails', () => {
  it('prints the stack of an unexpected error and of its cause, without secrets', async () => {
    const { env } = setUp();
    // Make the watcher of the catalog throw, as a bug would.
    const broken = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      fs.watchFile = () => {
        throw new TypeError('not a function: ' + process.env.MYTPE_API_SECRET, { cause: new Error('the cause') });
      };
      syncBuiltinESMExports();`;
    const { code, stderr } = await failedStart(env, '--import', `data:text/javascript,${encodeURIComponent(broken)}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^TypeError: not a function: \[hidden\]\n/);
    expect(stderr).toMatch(/\n {4}at openCatalogFile \(.*catalog\.ts:\d+:\d+\)/);
    expect(stderr).toMatch(/\[cause\]: Error: the cause\n\s+at /);
    expect(stderr).not.toContain(SECRET);
  });

  it.each<[string, (folder: string) => Record<string, string> | Promise<Record<string, string>>, RegExp]>([
    ['invalid settings', () => ({ PORT: 'eighty' }), /^invalid settings:\n {2}- PORT/],
    ['no catalog', (folder) => ({ OFFERS_FILE: join(folder, 'none.yaml') }), /^ENOENT: .*none\.yaml'\n$/],
    [
      'an invalid catalog',
      (folder) => {
        writeFileSync(join(folder, 'offers.yaml'), 'offers: { tshirt: { title: A } }\n');
        return {};
      },
      /^\S+offers\.yaml:1:\d+: /,
    ],
    [
      'a database of a newer version',
      (folder) => {
        new DatabaseSync(join(folder, 'store.db')).exec('PRAGMA user_version = 9999');
        return {};
      },
      /^a newer version wrote the database/,
    ],
    [
      'a database that cannot be reached',
      () => ({ STORE_URL: 'postgres://mytpe@127.0.0.1:9/none' }),
      /^(?:Error: )?connect ECONNREFUSED 127\.0\.0\.1:9\n$/,
    ],
    [
      'a port that is taken',
      async () => {
        const server = createServer().listen(0, '127.0.0.1');
        onTestFinished(() => void server.close());
        await once(server, 'listening');
        return { PORT: String((server.address() as AddressInfo).port) };
      },
      /^port \d+ on 127\.0\.0\.1 is taken: stop what uses it, or set PORT to another one\n$/,
    ],
  ])('prints a short message for %s', async (_what, change, expected) => {
    const { folder, env } = setUp();
    const { code, stderr } = await failedStart({ ...env, ...(await change(folder)) });
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('prints a short message for a maintenance command without a file', async () => {
    const child = spawn(process.execPath, [MAIN, '--backup'], {
      env: setUp().env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    expect(await text(child.stderr)).toBe('name a file after --backup\n');
  });
});
