import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { verifyOffer } from '../src/index.ts';
import { recipe } from './recipe.ts';

const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SECTION = 'Sign an offer';
const AUDIENCE = 'https://pay.shop.example';
const SECRET = 'an-example-secret-of-at-least-32-bytes';
const KEYS = [{ kid: 'shop-1', alg: 'HS256', secret: SECRET }] as const;

interface Language {
  readonly title: string;
  /** A command that succeeds where the language is installed; `null` for Node, which runs the tests. */
  readonly probe: readonly [command: string, ...args: string[]] | null;
  run(code: string): string;
}

const environment = { ...process.env, OFFER_TOKEN_SECRET: SECRET };
const piped = (command: string, args: readonly string[], input: string): string =>
  execFileSync(command, args, { input, env: environment, cwd: PACKAGE_FOLDER, encoding: 'utf8' });
const node = (code: string): string => piped(process.execPath, ['--input-type=module', '-'], code);

function go(code: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'recipe-')), 'main.go');
  writeFileSync(file, code);
  return piped('go', ['run', file], '');
}

const LANGUAGES: readonly Language[] = [
  { title: 'Node, with this package', probe: null, run: node },
  { title: 'Node, with any JWT library', probe: null, run: node },
  { title: 'Python', probe: ['python3', '--version'], run: (code) => piped('python3', ['-'], code) },
  { title: 'PHP', probe: ['php', '--version'], run: (code) => piped('php', [], code) },
  { title: 'Go', probe: ['go', 'version'], run: go },
];

describe('the recipes of the README', () => {
  it.for(LANGUAGES)('$title', async ({ title, probe, run }, { skip }) => {
    if (probe && spawnSync(probe[0], probe.slice(1)).status !== 0) {
      // The summary of a run counts skipped tests but does not name them.
      process.stderr.write(`skipped the recipe "${title}": the command ${probe[0]} is not installed.\n`);
      skip(`the command ${probe[0]} is not installed`);
    }
    const token = run(recipe(SECTION, title)).trim();
    expect(await verifyOffer(token, KEYS, { audience: AUDIENCE })).toMatchObject({
      jti: 'order-1042',
      offer: { title: 'Order 1042', amount: 450_000, usage_mode: 'one_shot' },
    });
  });

  it('contain code for each language, including languages that are not installed', () => {
    for (const { title } of LANGUAGES) expect(recipe(SECTION, title)).toContain('order-1042');
  });
});
