import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A house of the same shape, under the repository's own lint rules, in which something forbidden can be planted. */
let house: string;
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

function lint(files: Record<string, string>): { passes: boolean; says: string } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const { status, stdout } = spawnSync('oxlint', ['--deny-warnings', '.'], { cwd: house, encoding: 'utf8' });
  return { passes: status === 0, says: stdout };
}

const imports = (what: string): string => `import { it } from '${what}';\n\nexport const planted = it;\n`;

describe('imports point one way', () => {
  it.each([
    ['packages/contract/src/a.ts', 'node:fs'],
    ['packages/contract/src/a.ts', '@mytpe-pay/client'],
    ['packages/contract/src/money/a.ts', 'zod'],
    ['packages/client/src/a.ts', '@mytpe-pay/contract'],
    ['packages/client/src/deep/a.ts', '@mytpe-pay/contract/money'],
    ['packages/pay-button/src/a.ts', 'zod'],
    ['packages/pay-button/src/a.ts', 'zod/v4'],
    ['packages/pay-button/src/a.ts', 'node:crypto'],
    ['packages/pay-button/src/a.ts', 'node:fs/promises'],
    ['packages/pay-button/src/a.ts', '@mytpe-pay/contract'],
    ['packages/pay-button/src/a.ts', '@mytpe-pay/client'],
    // This one imports node:crypto.
    ['packages/pay-button/src/a.ts', 'altcha-lib/algorithms/pbkdf2'],
    ['apps/backend/src/a.ts', '@mytpe-pay/button'],
    ['apps/backend/src/a.ts', '@mytpe-pay/sandbox'],
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
  ])('%s may not import %s', (file, what) => {
    const { passes, says } = lint({ [file]: imports(what) });
    expect(says).toContain('no-restricted-imports');
    expect(passes).toBe(false);
  });

  it.each([
    ['packages/contract/src/a.ts', 'zod'],
    ['packages/client/src/a.ts', 'undici'],
    ['packages/pay-button/src/a.ts', '@mytpe-pay/contract/money'],
    ['packages/pay-button/src/a.ts', 'lit'],
    ['packages/pay-button/src/a.ts', 'altcha-lib'],
    ['packages/pay-button/src/a.ts', 'altcha-lib/algorithms/web/pbkdf2'],
    ['apps/backend/src/a.ts', '@mytpe-pay/client'],
    ['apps/backend/src/deep/a.ts', '../client/source.ts'],
    ['apps/sandbox/src/a.ts', 'fastify'],
    ['apps/demo/src/a.ts', '@mytpe-pay/button'],
  ])('%s may import %s', (file, what) => {
    expect(lint({ [file]: imports(what) })).toMatchObject({ passes: true });
  });

  it('the contract may be imported for its types by the element', () => {
    const types = "import type { OfferView } from '@mytpe-pay/contract';\n\nexport type Planted = OfferView;\n";
    expect(lint({ 'packages/pay-button/src/a.ts': types })).toMatchObject({ passes: true });
  });

  it('not even by handing something on', () => {
    const { passes } = lint({ 'apps/sandbox/src/a.ts': "export { createClient } from '@mytpe-pay/client';\n" });
    expect(passes).toBe(false);
  });

  it('no two files import each other', () => {
    const { passes, says } = lint({
      'packages/client/src/a.ts': "import { b } from './b.ts';\n\nexport const a = (): number => b();\n",
      'packages/client/src/b.ts': "import { a } from './a.ts';\n\nexport const b = (): number => a();\n",
    });
    expect(says).toContain('no-cycle');
    expect(passes).toBe(false);
  });
});

it('the repository itself keeps these rules', () => {
  const only = ['-A', 'all', '-D', 'import/no-cycle'];
  const cycles = spawnSync('oxlint', ['--import-plugin', ...only, '.'], { cwd: root, encoding: 'utf8' });
  expect(cycles.stdout).toContain('0 errors');
  const whole = spawnSync('oxlint', ['.'], { cwd: root, encoding: 'utf8' });
  expect(whole.stdout).not.toMatch(/no-restricted-imports|no-cycle/);
});
