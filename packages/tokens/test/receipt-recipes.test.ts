import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { namedBlock, sitePage } from '../../../.ci/site-page.ts';
import { type ReceiptClaims, generateReceiptKey, importReceiptKey, signReceipt } from '../src/index.ts';
import { type Probe, isInstalled, recipe } from './recipe.ts';

const PAGE = 'develop/receipts';
const execute = promisify(execFile);

/** Runs a recipe with each of the receipts. @returns its output, or `refused` if it failed. */
type Run = (code: string, receipts: readonly string[]) => Promise<string[]>;

interface Language {
  readonly title: string;
  readonly probe: Probe;
  readonly run: Run;
}

function writeRecipe(folder: string, name: string, code: string): string {
  mkdirSync(folder, { recursive: true });
  const place = mkdtempSync(join(folder, 'recipe-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const file = join(place, name);
  writeFileSync(file, code);
  return file;
}

const environment = (receipt: string): NodeJS.ProcessEnv => ({ ...process.env, PUBLIC_URL: issuer, RECEIPT: receipt });

/** Starts one process for each receipt. */
async function each(command: string, args: readonly string[], receipts: readonly string[]): Promise<string[]> {
  const outcomes = receipts.map((receipt) =>
    execute(command, args, { env: environment(receipt) }).then(
      ({ stdout }) => stdout.trim(),
      ({ code }: { code: number | string }) => (typeof code === 'number' ? 'refused' : `did not run: ${code}`),
    ),
  );
  return Promise.all(outcomes);
}

/**
 * Starts one process, which imports the recipe once per receipt. The file lies in this package so that it finds its
 * imports.
 */
const inNode: Run = async (code, receipts) => {
  const file = writeRecipe(fileURLToPath(new URL('../.reports', import.meta.url)), 'recipe.mts', code);
  const loadAll = `for (const [at, receipt] of ${JSON.stringify(receipts)}.entries()) {
    process.env.RECEIPT = receipt;
    await import(${JSON.stringify(pathToFileURL(file))} + '?' + at).catch(() => console.log('refused'));
  }`;
  const args = ['--input-type=module', '--eval', loadAll];
  return (await execute(process.execPath, args, { env: environment('') })).stdout.trim().split('\n');
};

const LANGUAGES: readonly Language[] = [
  { title: 'TypeScript', probe: null, run: inNode },
  { title: 'JavaScript', probe: null, run: inNode },
  {
    title: 'Python',
    probe: ['python3', '-c', 'import jwt, cryptography'],
    run: (code, receipts) => each('python3', ['-c', code], receipts),
  },
  {
    title: 'PHP',
    probe: ['php', '-r', 'exit(extension_loaded("sodium") ? 0 : 1);'],
    run(code, receipts) {
      const file = writeRecipe(tmpdir(), 'recipe.php', code);
      const library = namedBlock(sitePage('develop/signed-offers'), 'title="mytpe.php"');
      const backend = library.replace(/(?<=^const BACKEND = )'.*?'/m, `'${issuer}'`);
      writeFileSync(join(dirname(file), 'mytpe.php'), backend);
      return each('php', [file], receipts);
    },
  },
  {
    title: 'Go',
    probe: ['go', 'version'],
    async run(code, receipts) {
      const file = writeRecipe(tmpdir(), 'main.go', code);
      await execute('go', ['build', '-o', `${file}.out`, file]);
      return each(`${file}.out`, [], receipts);
    },
  },
];

const found = LANGUAGES.filter(({ probe }) => isInstalled(probe));
const missing = LANGUAGES.filter((language) => !found.includes(language)).map(({ title }) => title);

const key = await importReceiptKey(await generateReceiptKey());
const forger = await importReceiptKey(await generateReceiptKey());
const server = createServer((_request, response) => void response.end(JSON.stringify({ keys: [key.publicJwk] })));
let issuer = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const claims = (changes: Partial<ReceiptClaims> = {}): ReceiptClaims => ({
  iss: issuer,
  aud: 'https://shop.example',
  sub: `lnk_${'a'.repeat(24)}`,
  iat: 1_700_000_000,
  environment: 'live',
  offer: 'token-1',
  amount: '4500.00',
  currency: 'DZD',
  order: 'order-1042',
  reference: null,
  paid_seen_at: '2023-11-14T22:13:20.000Z',
  ...changes,
});

describe(`the recipes that verify a receipt (not installed here: ${missing.join(', ') || 'none'})`, () => {
  it.each(found.map((language) => [language.title, language] as const))(
    '%s',
    async (title, { run }) => {
      const forged = { ...forger, publicJwk: key.publicJwk };
      const receipts = await Promise.all([
        signReceipt(claims(), key),
        signReceipt(claims({ aud: issuer }), key), // of the form without JavaScript
        signReceipt(claims({ order: null, reference: 'order-1042' }), key),
        signReceipt(claims({ order: 'order-1' }), key),
        signReceipt(claims({ amount: '100.00' }), key),
        signReceipt(claims({ environment: 'sandbox' }), key),
        signReceipt(claims({ iss: 'https://other.example' }), key),
        signReceipt(claims({ aud: 'https://other.example' }), key),
        signReceipt(claims(), forged),
      ]);
      const outcomes = await run(recipe(PAGE, title), receipts);
      expect(outcomes.slice(0, 2)).toEqual([claims().sub, claims().sub]);
      expect(outcomes.slice(2)).toEqual(receipts.slice(2).map(() => 'refused'));
    },
    120_000,
  );

  it('contain code for each language, including languages that are not installed', () => {
    for (const { title } of LANGUAGES) expect(recipe(PAGE, title)).toContain('order-1042');
  });
});
