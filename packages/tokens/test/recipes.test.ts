import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { codeBlocks } from '../../../.ci/site-page.ts';
import { verifyOffer } from '../src/index.ts';
import { type Probe, isInstalled, recipe } from './recipe.ts';

const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const PAGE = 'develop/signed-offers';
const AUDIENCE = 'https://pay.shop.example';
const SECRET = 'an-example-secret-of-at-least-32-bytes';
const KEYS = [{ kid: 'shop-1', alg: 'HS256', secret: SECRET }] as const;

interface Language {
  readonly title: string;
  readonly probe: Probe;
  run(code: string): string;
}

const environment = { ...process.env, OFFER_TOKEN_SECRET: SECRET };
const piped = (command: string, args: readonly string[], input: string): string =>
  execFileSync(command, args, { input, env: environment, cwd: PACKAGE_FOLDER, encoding: 'utf8' });
const node = (code: string): string => piped(process.execPath, ['--input-type=module-typescript', '-'], code);

function go(code: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'recipe-')), 'main.go');
  writeFileSync(file, code);
  return piped('go', ['run', file], '');
}

const LANGUAGES: readonly Language[] = [
  { title: 'TypeScript', probe: null, run: node },
  { title: 'JavaScript', probe: null, run: node },
  { title: 'Python', probe: ['python3', '--version'], run: (code) => piped('python3', ['-'], code) },
  { title: 'PHP', probe: ['php', '--version'], run: (code) => piped('php', [], code) },
  { title: 'Go', probe: ['go', 'version'], run: go },
];

async function expectOrder(token: string): Promise<void> {
  expect(await verifyOffer(token.trim(), KEYS, { audience: AUDIENCE })).toMatchObject({
    jti: 'order-1042',
    offer: { title: 'Order 1042', amount: 450_000, usage_mode: 'one_shot' },
  });
}

describe('the recipes of the site that sign an offer', () => {
  it.for(LANGUAGES)('$title', async ({ title, probe, run }, { skip }) => {
    if (!isInstalled(probe)) {
      // The summary of a run counts skipped tests but does not name them.
      process.stderr.write(`skipped the recipe "${title}": the command ${probe![0]} is not installed.\n`);
      skip(`the command ${probe![0]} is not installed`);
    }
    await expectOrder(run(recipe(PAGE, title)));
  });

  it('contain code for each language, including languages that are not installed', () => {
    for (const { title } of LANGUAGES) expect(recipe(PAGE, title)).toContain('order-1042');
  });
});

it('the example in the README signs an order', async () => {
  const readme = readFileSync(join(PACKAGE_FOLDER, 'README.md'), 'utf8');
  const [example] = codeBlocks(readme).filter(({ language }) => language === 'js');
  await expectOrder(node(example!.code));
});
