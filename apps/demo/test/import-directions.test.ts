import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** An import to plant, and the file to plant it in. */
type Planted = readonly [file: string, what: string];

const FORBIDDEN: Planted[] = [
  ['packages/contract/src/a.ts', 'node:fs'],
  ['packages/contract/src/a.ts', '@mytpe-pay/client'],
  ['packages/contract/src/money/a.ts', 'zod'],
  ['packages/client/src/a.ts', '@mytpe-pay/contract'],
  ['packages/client/src/deep/a.ts', '@mytpe-pay/contract/money'],
  ['packages/pay-button/src/a.ts', 'zod'],
  ['packages/pay-button/src/a.ts', 'zod/v4'],
  ['packages/pay-button/src/a.ts', 'altcha-lib/algorithms/pbkdf2'],
  ['packages/pay-button/src/a.ts', 'node:crypto'],
  ['packages/pay-button/src/a.ts', 'node:fs/promises'],
  ['packages/pay-button/src/a.ts', '@mytpe-pay/contract'],
  ['packages/pay-button/src/a.ts', '@mytpe-pay/client'],
  ['apps/backend/src/a.ts', '@mytpe-pay/button'],
  ['apps/backend/src/a.ts', '@mytpe-pay/sandbox'],
  ['apps/backend/src/http/a.ts', './routes/links.ts'],
  ['apps/backend/src/openapi/a.ts', '../http/request.ts'],
  ['apps/sandbox/src/a.ts', '@mytpe-pay/client'],
  ['apps/sandbox/test/a.test.ts', '@mytpe-pay/client'],
  ['apps/sandbox/src/a.ts', '@mytpe-pay/contract/money'],
  ['apps/demo/src/a.ts', '@mytpe-pay/backend'],
  ['apps/demo/src/a.ts', '@mytpe-pay/contract/money'],
  // The same by a path instead of a name, from any depth, in sources and in tests.
  ['apps/backend/src/a.ts', '../../sandbox/src/index.ts'],
  ['apps/backend/src/deep/a.ts', '../../../../packages/client/src/index.ts'],
  ['apps/backend/test/a.test.ts', '../../sandbox/src/index.ts'],
  ['packages/client/src/a.ts', '../../contract/src/index.ts'],
  ['packages/pay-button/src/deep/a.ts', '../../../contract/src/index.ts'],
  ['apps/sandbox/src/a.ts', '../../../packages/client/src/index.ts'],
  ['apps/demo/src/a.ts', '../../backend/dist/server.js'],
];
const ALLOWED: Planted[] = [
  ['packages/contract/src/a.ts', 'zod'],
  ['packages/client/src/a.ts', 'undici'],
  ['packages/pay-button/src/a.ts', '@mytpe-pay/contract/money'],
  ['packages/pay-button/src/a.ts', 'lit'],
  ['packages/pay-button/src/a.ts', 'altcha-lib'],
  ['packages/pay-button/src/a.ts', 'altcha-lib/algorithms/web/pbkdf2'],
  ['apps/backend/src/a.ts', '@mytpe-pay/client'],
  ['apps/backend/src/a.ts', './http/routes/routes.ts'],
  ['apps/backend/src/http/routes/a.ts', '../request.ts'],
  ['apps/backend/src/deep/a.ts', '../client/source.ts'],
  ['apps/sandbox/src/a.ts', 'fastify'],
  ['apps/demo/src/a.ts', '@mytpe-pay/button'],
];
const TYPES = "import type { OfferView } from '@mytpe-pay/contract';\n\nexport type Planted = OfferView;\n";
const EXPORT = "export { createClient } from '@mytpe-pay/client';\n";

/** A folder of the repository's shape, under its lint rules, in which imports are planted. */
let house: string;
/** The rules that each planted file breaks. One run of the linter checks all of them. */
let broken: ReadonlyMap<string, readonly string[]>;
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  for (const planted of [...FORBIDDEN, ...ALLOWED])
    plant(placeOf(planted), `import { it } from '${planted[1]}';\n\nexport const planted = it;\n`);
  plant('packages/pay-button/src/types.ts', TYPES);
  plant('apps/sandbox/src/export.ts', EXPORT);
  plant('packages/client/src/one.ts', "import { two } from './two.ts';\n\nexport const one = (): number => two();\n");
  plant('packages/client/src/two.ts', "import { one } from './one.ts';\n\nexport const two = (): number => one();\n");
  broken = lint(house);
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** Each import has a file of its own, named after what it imports. */
function placeOf([file, what]: Planted): string {
  return file.replace('/a.', `/${what.replaceAll(/\W+/g, '-')}.`);
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** Lints a folder. @returns the rules that each file breaks. */
function lint(cwd: string): Map<string, string[]> {
  const { stdout } = spawnSync('oxlint', ['--format', 'json', '.'], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
  const found = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
  return found;
}

describe('imports point one way', () => {
  it.each(FORBIDDEN)('%s may not import %s', (...planted) => {
    expect(broken.get(placeOf(planted))).toEqual([expect.stringContaining('no-restricted-imports')]);
  });

  it.each(ALLOWED)('%s may import %s', (...planted) => {
    expect(broken.get(placeOf(planted))).toBeUndefined();
  });

  it('the contract may be imported for its types by the element', () => {
    expect(broken.get('packages/pay-button/src/types.ts')).toBeUndefined();
  });

  it('not even by handing something on', () => {
    expect(broken.get('apps/sandbox/src/export.ts')).toEqual([expect.stringContaining('no-restricted-imports')]);
  });

  it('no two files import each other', () => {
    expect(broken.get('packages/client/src/one.ts')).toEqual([expect.stringContaining('no-cycle')]);
    expect(broken.get('packages/client/src/two.ts')).toEqual([expect.stringContaining('no-cycle')]);
  });
});

it('the repository itself keeps these rules', () => {
  const rules = [...lint(root).values()].flat().filter((code) => /no-restricted-imports|no-cycle/.test(code));
  expect(rules).toEqual([]);
});
