import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { verifyOffer } from '../src/index.ts';

const ROOM = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const SECRET = 'an-example-secret-of-at-least-32-bytes';
const KEYS = [{ kid: 'shop-1', alg: 'HS256', secret: SECRET }] as const;

/** The README's recipe that begins after this line. */
function recipe(title: string): string {
  const code = README.slice(README.indexOf(`\n${title}`)).match(/```\w+\n(.*?)```/s)?.[1];
  if (!README.includes(`\n${title}`) || code === undefined) throw new Error(`the README has no recipe "${title}"`);
  return code;
}

interface Language {
  readonly title: string;
  /** A command that succeeds where the language is installed; `null` for Node, which runs the tests. */
  readonly probe: readonly [command: string, ...args: string[]] | null;
  run(code: string): string;
}

const environment = { ...process.env, OFFER_TOKEN_SECRET: SECRET };
const piped = (command: string, args: readonly string[], input: string): string =>
  execFileSync(command, args, { input, env: environment, cwd: ROOM, encoding: 'utf8' });
const node = (code: string): string =>
  piped(process.execPath, ['--conditions=source', '--input-type=module', '-'], code);

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
      process.stderr.write(`The recipe "${title}" was not run: the command ${probe[0]} is not installed.\n`);
      skip(`the command ${probe[0]} is not installed`);
    }
    const token = run(recipe(title)).trim();
    expect(await verifyOffer(token, KEYS)).toMatchObject({
      jti: 'order-1042',
      offer: { title: 'Order 1042', amount: 450_000, usage_mode: 'one_shot' },
    });
  });

  it('contain code for each language, also where its command is not installed', () => {
    for (const { title } of LANGUAGES) expect(recipe(title)).toContain('order-1042');
  });
});
