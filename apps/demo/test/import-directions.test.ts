import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NAMES, PACKAGES } from '../../../.ci/import-rules.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** An import and the file that gets it. */
type Import = readonly [file: string, what: string];

const FORBIDDEN: Import[] = [
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
  ['apps/sandbox/src/a.ts', '@mytpe-pay/client'],
  ['apps/sandbox/test/a.test.ts', '@mytpe-pay/client'],
  ['apps/sandbox/src/a.ts', '@mytpe-pay/contract/money'],
  ['apps/playground/src/a.ts', '@mytpe-pay/client'],
  ['apps/playground/src/a.ts', 'fastify'],
  ['apps/docs/src/a.ts', '@mytpe-pay/client'],
  ['apps/demo/src/a.ts', '@mytpe-pay/backend'],
  ['apps/demo/src/a.ts', '@mytpe-pay/contract/money'],
  // The same imports by a path instead of a name, from several depths, in sources and tests.
  ['apps/backend/src/a.ts', '../../sandbox/src/index.ts'],
  ['apps/backend/src/deep/a.ts', '../../../../packages/client/src/index.ts'],
  ['apps/backend/test/a.test.ts', '../../sandbox/src/index.ts'],
  ['packages/client/src/a.ts', '../../contract/src/index.ts'],
  ['packages/pay-button/src/deep/a.ts', '../../../contract/src/index.ts'],
  ['apps/sandbox/src/a.ts', '../../../packages/client/src/index.ts'],
  ['apps/demo/src/a.ts', '../../backend/dist/server.js'],
  ['apps/docs/src/a.ts', '../../playground/src/index.ts'],
  // Imports of higher layers in the same package.
  ['packages/pay-button/src/payment/a.ts', '../ui/pay-view.ts'],
  ['packages/pay-button/src/ui/styles/a.ts', '../../warnings/messages.ts'],
  ['packages/pay-button/src/payment/a.ts', '../../src/ui/pay-view.ts'],
  ['packages/contract/src/money/a.ts', '../offers/offer-rules.ts'],
  ['apps/backend/src/domain/a.ts', '../repository/links.ts'],
  ['apps/backend/src/pages/a.ts', '../http/server.ts'],
  ['apps/backend/src/http/a.ts', './routes/pay.ts'],
  ['apps/backend/src/http/a.ts', '../app.ts'],
];
const ALLOWED: Import[] = [
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
  ['apps/demo/src/a.ts', '@mytpe-pay/playground'],
  ['apps/playground/src/a.ts', '@mytpe-pay/button'],
  // Imports of lower layers in the same package.
  ['packages/pay-button/src/ui/a.ts', '../payment/payment.ts'],
  ['apps/backend/src/repository/a.ts', '../domain/link.ts'],
  ['apps/backend/src/http/routes/a.ts', '../server.ts'],
  // Imports in the same layer, also if a subfolder has the name of a higher layer.
  ['apps/backend/src/admin/a.ts', './http/routes.ts'],
  ['apps/backend/src/admin/deep/a.ts', '../http/routes.ts'],
  // Tests import from every layer.
  ['packages/pay-button/src/payment/a.test.ts', '../ui/pay-view.ts'],
];
const TYPES = "import type { OfferView } from '@mytpe-pay/contract';\n\nexport type Import = OfferView;\n";
const DYNAMIC = "export const imported = (): Promise<unknown> => import('../ui/pay-view.ts');\n";
const EXPORT = "export { createClient } from '@mytpe-pay/client';\n";

/** One report of the linter. */
interface Report {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** A copy of the repository's folders and lint rules, with test files in them. */
let repository: string;
/** The reports for each test file. One run of the linter checks all of them. */
let reports: ReadonlyMap<string, readonly Report[]>;
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'repository-'));
  for (const config of ['oxlint.config.ts', '.ci/import-rules.ts'])
    write(config, readFileSync(join(root, config), 'utf8'));
  write('package.json', '{ "type": "module" }');
  for (const imported of [...FORBIDDEN, ...ALLOWED])
    write(pathOf(imported), `import { it } from '${imported[1]}';\n\nexport const imported = it;\n`);
  write('packages/pay-button/src/types.ts', TYPES);
  write('packages/pay-button/src/payment/dynamic.ts', DYNAMIC);
  write('apps/sandbox/src/export.ts', EXPORT);
  for (const folder of ['packages/client/src', 'apps/backend/src']) {
    write(`${folder}/one.ts`, "import { two } from './two.ts';\n\nexport const one = (): number => two();\n");
    write(`${folder}/two.ts`, "import { one } from './one.ts';\n\nexport const two = (): number => one();\n");
    write(`${folder}/type-one.ts`, "import type { Two } from './type-two.ts';\n\nexport type One = Two[];\n");
    write(`${folder}/type-two.ts`, "import type { One } from './type-one.ts';\n\nexport type Two = { one: One };\n");
  }
  for (const [folder, { layers }] of Object.entries(PACKAGES)) writeLayers(`${folder}/src`, layers);
  reports = lint(repository);
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

/** The test files of a layer. A folder gets one with imports, and one in a subfolder with type-only imports. */
function filesOf(layer: string): string[] {
  return layer.endsWith('.ts') ? [layer] : [`${layer}/imported.ts`, `${layer}/deep/imported.ts`];
}

/** The path by which one file of a package imports another. */
function pathTo(file: string, target: string): string {
  const path = posix.relative(posix.dirname(file), target);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Writes files into every layer of a package. Each imports from all other layers, so any two folders form a cycle. */
function writeLayers(src: string, layers: readonly string[]): void {
  for (const layer of layers) {
    for (const file of filesOf(layer)) {
      const others = layers.filter((other) => other !== layer).map((other) => pathTo(file, filesOf(other)[0]!));
      const type = file.includes('/deep/') ? 'type ' : '';
      const imports = others.map((path, index) => `import ${type}{ Import as P${index} } from '${path}';\n`);
      const types = others.map((_, index) => `P${index}`).join(', ');
      write(`${src}/${file}`, `${imports.join('')}\nexport type Import = [${types}];\n`);
    }
  }
}

/** The path of the file with this import. Each import has a separate file, named after the imported module. */
function pathOf([file, what]: Import): string {
  return file.replace('/a.', `/${what.replaceAll(/\W+/g, '-')}.`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

/** Lints a folder. @returns the reports for each file. */
function lint(cwd: string): Map<string, Report[]> {
  const { stdout } = spawnSync('oxlint', ['--format', 'json', '.'], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: (Report & { filename: string })[] };
  const found = new Map<string, Report[]>();
  for (const report of diagnostics) found.set(report.filename, [...(found.get(report.filename) ?? []), report]);
  return found;
}

/** The rules that a test file breaks. */
function broken(file: string): string[] {
  return (reports.get(file) ?? []).map(({ code }) => code);
}

/** The imports of a test file that the linter refuses. */
function refused(file: string): string[] {
  const restricted = (reports.get(file) ?? []).filter(({ code }) => code.includes('no-restricted-imports'));
  return restricted.map(({ message }) => message.split("'")[1]!);
}

describe('import directions', () => {
  it.each(FORBIDDEN)('%s may not import %s', (...imported) => {
    expect(broken(pathOf(imported))).toEqual([expect.stringContaining('no-restricted-imports')]);
  });

  it.each(ALLOWED)('%s may import %s', (...imported) => {
    expect(broken(pathOf(imported))).toEqual([]);
  });

  it('the element may import types of the contract', () => {
    expect(broken('packages/pay-button/src/types.ts')).toEqual([]);
  });

  it.each(['apps/sandbox/src/export.ts', 'packages/pay-button/src/payment/dynamic.ts'])(
    'an export from another module and import() count as imports: %s',
    (file) => {
      expect(broken(file)).toEqual([expect.stringContaining('no-restricted-imports')]);
    },
  );

  it.each(['one', 'two', 'type-one', 'type-two'])(
    'two files may not import each other, also not for types: %s.ts',
    (name) => {
      for (const folder of ['packages/client/src', 'apps/backend/src'])
        expect(broken(`${folder}/${name}.ts`)).toEqual([expect.stringContaining('no-cycle')]);
    },
  );
});

describe.each(Object.entries(PACKAGES))('the layers of %s', (folder, { layers }) => {
  it('import only from lower layers, type-only imports included; a cycle of folders is refused', () => {
    const files = layers.flatMap((layer) => filesOf(layer).map((file) => ({ layer, file })));
    const above = files.map(({ layer, file }) => {
      const higher = layers.slice(layers.indexOf(layer) + 1);
      return [file, higher.map((other) => pathTo(file, filesOf(other)[0]!)).toSorted()];
    });
    expect(files.map(({ file }) => [file, refused(`${folder}/src/${file}`).toSorted()])).toEqual(above);
  });

  it('name every folder and file of src', () => {
    const files = globSync('**/*.{ts,js}', { cwd: join(root, folder, 'src') });
    const sources = files.filter((file) => !file.endsWith('.test.ts'));
    // The rules cover two levels of subfolders in a layer.
    const covers = (layer: string) =>
      new RegExp(layer.endsWith('.ts') ? `^${layer}$` : `^${layer}/([^/]+/){0,2}[^/]+$`);
    expect(sources.filter((file) => !layers.some((layer) => covers(layer).test(file)))).toEqual([]);
    expect(layers.filter((layer) => !sources.some((file) => covers(layer).test(file)))).toEqual([]);
  });
});

it('a report names the higher layers and the order', () => {
  const [report] = reports.get(pathOf(['packages/contract/src/money/a.ts', '../offers/offer-rules.ts'])) ?? [];
  expect(report?.help).toBe(
    'money may not import fields.ts, views.ts, offers, requests.ts, index.ts. The layers of packages/contract/src, ' +
      'from bottom to top: languages.ts, codes.ts, challenge.ts, money, fields.ts, views.ts, offers, requests.ts, index.ts.',
  );
});

it('every package of the repository has import rules', () => {
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: root });
  const names = manifests.map((file) => (JSON.parse(readFileSync(join(root, file), 'utf8')) as { name: string }).name);
  expect(Object.keys(PACKAGES).toSorted()).toEqual(manifests.map((file) => posix.dirname(file)).toSorted());
  expect(NAMES.map((name) => `@mytpe-pay/${name}`)).toEqual(expect.arrayContaining(names));
});

it('the repository keeps these rules', () => {
  const rules = [...lint(root).values()].flat().filter(({ code }) => /no-restricted-imports|no-cycle/.test(code));
  expect(rules).toEqual([]);
});
