import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NAMES, PACKAGES } from '../../../.ci/import-rules.ts';

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
  // Upwards in the layers of a package.
  ['packages/pay-button/src/payment/a.ts', '../ui/pay-view.ts'],
  ['packages/pay-button/src/ui/styles/a.ts', '../../warnings/messages.ts'],
  ['packages/pay-button/src/payment/a.ts', '../../src/ui/pay-view.ts'],
  ['packages/contract/src/money/a.ts', '../offers/offer-rules.ts'],
  ['apps/backend/src/domain/a.ts', '../repository/links.ts'],
  ['apps/backend/src/pages/a.ts', '../http/server.ts'],
  ['apps/backend/src/http/a.ts', './routes/pay.ts'],
  ['apps/backend/src/http/a.ts', '../app.ts'],
];
const ALLOWED: Planted[] = [
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
  // Downwards in the layers of a package.
  ['packages/pay-button/src/ui/a.ts', '../payment/payment.ts'],
  ['apps/backend/src/repository/a.ts', '../domain/link.ts'],
  ['apps/backend/src/http/routes/a.ts', '../server.ts'],
  // Within a layer, also where a subfolder has the name of a layer above.
  ['apps/backend/src/admin/a.ts', './http/routes.ts'],
  ['apps/backend/src/admin/deep/a.ts', '../http/routes.ts'],
  // Tests import from every layer.
  ['packages/pay-button/src/payment/a.test.ts', '../ui/pay-view.ts'],
];
const TYPES = "import type { OfferView } from '@mytpe-pay/contract';\n\nexport type Planted = OfferView;\n";
const DYNAMIC = "export const planted = (): Promise<unknown> => import('../ui/pay-view.ts');\n";
const EXPORT = "export { createClient } from '@mytpe-pay/client';\n";

/** One report of the linter. */
interface Report {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** A folder of the repository's shape, under its lint rules, in which imports are planted. */
let house: string;
/** The reports for each planted file. One run of the linter checks all of them. */
let reports: ReadonlyMap<string, readonly Report[]>;
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  for (const config of ['oxlint.config.ts', '.ci/import-rules.ts'])
    plant(config, readFileSync(join(root, config), 'utf8'));
  plant('package.json', '{ "type": "module" }');
  for (const planted of [...FORBIDDEN, ...ALLOWED])
    plant(placeOf(planted), `import { it } from '${planted[1]}';\n\nexport const planted = it;\n`);
  plant('packages/pay-button/src/types.ts', TYPES);
  plant('packages/pay-button/src/payment/dynamic.ts', DYNAMIC);
  plant('apps/sandbox/src/export.ts', EXPORT);
  for (const folder of ['packages/client/src', 'apps/backend/src']) {
    plant(`${folder}/one.ts`, "import { two } from './two.ts';\n\nexport const one = (): number => two();\n");
    plant(`${folder}/two.ts`, "import { one } from './one.ts';\n\nexport const two = (): number => one();\n");
    plant(`${folder}/type-one.ts`, "import type { Two } from './type-two.ts';\n\nexport type One = Two[];\n");
    plant(`${folder}/type-two.ts`, "import type { One } from './type-one.ts';\n\nexport type Two = { one: One };\n");
  }
  for (const [folder, { layers }] of Object.entries(PACKAGES)) plantLayers(`${folder}/src`, layers);
  reports = lint(house);
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** The planted files of a layer: in a folder one with imports, and one in a subfolder with type-only imports. */
function plantedIn(layer: string): string[] {
  return layer.endsWith('.ts') ? [layer] : [`${layer}/planted.ts`, `${layer}/deep/planted.ts`];
}

/** The path by which one file of a package imports another. */
function pathTo(file: string, target: string): string {
  const path = posix.relative(posix.dirname(file), target);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Plants files in every layer of a package. Each of them imports from every other layer, so each two folders form a cycle. */
function plantLayers(src: string, layers: readonly string[]): void {
  for (const layer of layers) {
    for (const file of plantedIn(layer)) {
      const others = layers.filter((other) => other !== layer).map((other) => pathTo(file, plantedIn(other)[0]!));
      const type = file.includes('/deep/') ? 'type ' : '';
      const imports = others.map((path, index) => `import ${type}{ Planted as P${index} } from '${path}';\n`);
      const types = others.map((_, index) => `P${index}`).join(', ');
      plant(`${src}/${file}`, `${imports.join('')}\nexport type Planted = [${types}];\n`);
    }
  }
}

/** Each import has a file of its own, named after what it imports. */
function placeOf([file, what]: Planted): string {
  return file.replace('/a.', `/${what.replaceAll(/\W+/g, '-')}.`);
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** Lints a folder. @returns the reports for each file. */
function lint(cwd: string): Map<string, Report[]> {
  const { stdout } = spawnSync('oxlint', ['--format', 'json', '.'], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: (Report & { filename: string })[] };
  const found = new Map<string, Report[]>();
  for (const report of diagnostics) found.set(report.filename, [...(found.get(report.filename) ?? []), report]);
  return found;
}

/** The rules that a planted file breaks. */
function broken(file: string): string[] {
  return (reports.get(file) ?? []).map(({ code }) => code);
}

/** The imports of a planted file that the linter refuses. */
function refused(file: string): string[] {
  const restricted = (reports.get(file) ?? []).filter(({ code }) => code.includes('no-restricted-imports'));
  return restricted.map(({ message }) => message.split("'")[1]!);
}

describe('imports point one way', () => {
  it.each(FORBIDDEN)('%s may not import %s', (...planted) => {
    expect(broken(placeOf(planted))).toEqual([expect.stringContaining('no-restricted-imports')]);
  });

  it.each(ALLOWED)('%s may import %s', (...planted) => {
    expect(broken(placeOf(planted))).toEqual([]);
  });

  it('the contract may be imported for its types by the element', () => {
    expect(broken('packages/pay-button/src/types.ts')).toEqual([]);
  });

  it.each(['apps/sandbox/src/export.ts', 'packages/pay-button/src/payment/dynamic.ts'])(
    'an export from another module, or import(), counts as an import: %s',
    (file) => {
      expect(broken(file)).toEqual([expect.stringContaining('no-restricted-imports')]);
    },
  );

  it.each(['one', 'two', 'type-one', 'type-two'])(
    'no two files import each other, not even for types: %s.ts',
    (name) => {
      for (const folder of ['packages/client/src', 'apps/backend/src'])
        expect(broken(`${folder}/${name}.ts`)).toEqual([expect.stringContaining('no-cycle')]);
    },
  );
});

describe.each(Object.entries(PACKAGES))('the layers of %s', (folder, { layers }) => {
  it('import only from layers below them, type-only imports included: a cycle of folders is refused', () => {
    const files = layers.flatMap((layer) => plantedIn(layer).map((file) => ({ layer, file })));
    const above = files.map(({ layer, file }) => {
      const higher = layers.slice(layers.indexOf(layer) + 1);
      return [file, higher.map((other) => pathTo(file, plantedIn(other)[0]!)).toSorted()];
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

it('a report names the layers that are above, and the order', () => {
  const [report] = reports.get(placeOf(['packages/contract/src/money/a.ts', '../offers/offer-rules.ts'])) ?? [];
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

it('the repository itself keeps these rules', () => {
  const rules = [...lint(root).values()].flat().filter(({ code }) => /no-restricted-imports|no-cycle/.test(code));
  expect(rules).toEqual([]);
});
