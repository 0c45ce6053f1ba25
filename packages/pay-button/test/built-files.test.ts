import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { build } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';

import type * as PublishedController from '../src/controller.ts';
import type * as Published from '../src/index.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): Buffer => readFileSync(dist + file);
const brotli = (...files: string[]): number =>
  files.reduce((sum, file) => sum + brotliCompressSync(read(file)).length, 0);

interface Manifest {
  entry: string;
  development: string;
  files: { name: string; integrity: string; bytes: number; brotli: number }[];
}
const manifest = JSON.parse(read('dropin/manifest.json').toString()) as Manifest;

/** A file of the npm package with all files that it imports statically from the same folder. */
function closure(entry: string): string[] {
  const seen = new Set([`npm/${entry}`]);
  for (const file of seen)
    for (const [, name] of read(file)
      .toString()
      .matchAll(/from"\.\/([^"]+)"/g))
      seen.add(`npm/${name!}`);
  return [...seen];
}

/** The limit for the shop's drop-in with everything inside, compressed, in bytes. */
const DROPIN_BUDGET = 20_500;

describe('size budget, brotli', () => {
  it('of the drop-in with Lit, three languages, sharing and the solver', () => {
    expect(brotli(`dropin/${manifest.entry}`)).toBeLessThanOrEqual(DROPIN_BUDGET);
  });

  it('of the npm entry without Lit', () => {
    expect(brotli(...closure('define.js'))).toBeLessThanOrEqual(16_600);
  });

  it('of the payment without the element', () => {
    expect(brotli(...closure('controller.js'))).toBeLessThanOrEqual(7_500);
  });
});

describe('the drop-in', () => {
  /** Every use of another module. `import.meta` does not count. */
  const imports = (code: string): string[] => code.match(/\bimport\b(?!\.meta)|\bexport\b[^;]*?\bfrom\b/g) ?? [];

  it('consists of two scripts and their source maps', () => {
    const scripts = ['mytpe-pay-button.js', 'mytpe-pay-button.dev.js'];
    expect([manifest.entry, manifest.development]).toEqual(scripts);
    expect(manifest.files.map(({ name }) => name).toSorted()).toEqual(
      scripts.flatMap((name) => [name, `${name}.map`]).toSorted(),
    );
    const described = ['manifest.json', 'troubleshooting.json', ...manifest.files.map(({ name }) => name)];
    expect(readdirSync(`${dist}dropin`).toSorted()).toEqual(described.toSorted());
  });

  it.each([manifest.entry, manifest.development])('imports nothing in %s', (name) => {
    expect(imports(read(`dropin/${name}`).toString())).toEqual([]);
  });

  it.each([
    'import("./fr.js")',
    'import{a}from"./a.js"',
    'import"./a.js"',
    'export{a}from"./a.js"',
    'export*from"./a.js"',
  ])('would find the import in %s', (code) => expect(imports(`f(import.meta.url);${code}`)).not.toEqual([]));

  it.each([manifest.entry, manifest.development])('has a source map with sources for %s, Lit included', (name) => {
    expect(read(`dropin/${name}`).toString()).toContain(`//# sourceMappingURL=${name}.map`);
    const { sources, sourcesContent } = JSON.parse(read(`dropin/${name}.map`).toString()) as Record<string, string[]>;
    expect(sources).toContainEqual(expect.stringMatching(/lit-html/));
    expect(sources).toContainEqual(expect.stringMatching(/src\/i18n\/ar\.ts$/));
    expect(sourcesContent!.filter(Boolean)).toHaveLength(sources!.length);
  });

  it.each(manifest.files)('matches the manifest in $name', ({ name, integrity, bytes }) => {
    const body = read(`dropin/${name}`);
    expect(integrity).toBe(`sha384-${createHash('sha384').update(body).digest('base64')}`);
    expect(bytes).toBe(body.length);
  });
});

it.each(['dropin/mytpe-pay-button.js', 'dropin/mytpe-pay-button.dev.js', 'npm/define.js'])(
  'is kept by a bundler, though imported for its effect only: %s',
  async (file) => {
    const folder = mkdtempSync(join(tmpdir(), 'bundled-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'entry.js'), `import ${JSON.stringify(dist + file)};`);
    const built = await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      build: { outDir: 'out', lib: { entry: 'entry.js', formats: ['es'], fileName: 'bundle' } },
    });
    const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
    expect(outputs.map((one) => (one.type === 'chunk' ? one.code : '')).join('')).toContain('customElements.define');
  },
);

it('contains no path of the machine that built it', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const files = ['dropin', 'npm'].flatMap((folder) =>
    readdirSync(dist + folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${folder}/${name}`),
  );
  expect(files.filter((file) => read(file).includes(root))).toEqual([]);
});

describe('the published types', () => {
  const needs = (...entries: string[]): string[] => {
    const foreign = new Set<string>();
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const [, specifier] of read(`npm/${name}`)
        .toString()
        .matchAll(/(?:from|import\(|import|declare module)\s*['"]([^'"]+)['"]/g)) {
        if (specifier!.startsWith('.')) visit(join(dirname(name), specifier!.replace(/\.[jt]s$/, '.d.ts')));
        else foreign.add(specifier!);
      }
    };
    for (const entry of entries) visit(entry);
    return [...foreign].toSorted();
  };

  it('need only lit', () => {
    expect(needs('index.d.ts', 'define.d.ts')).toEqual(['lit']);
  });

  it('need nothing for the payment without the element, and neither does its code', () => {
    expect(needs('controller.d.ts')).toEqual([]);
    const code = closure('controller.js').map((file) => read(file).toString());
    expect(code.length).toBeGreaterThan(1);
    expect(code.flatMap((text) => [...text.matchAll(/from"(?!\.)[^"]*"/g)])).toEqual([]);
  });

  it.each([
    ['react', 'react'],
    ['vue', 'vue'],
    ['svelte', 'svelte/elements'],
    ['solid', 'solid-js'],
    ['angular', '@angular/core'],
  ])('of %s also need that framework', (name, framework) => {
    expect(needs(`frameworks/${name}.d.ts`)).toEqual(['lit', framework].toSorted());
  });
});

it('have no effect on a server', async () => {
  const before = Object.keys(globalThis);
  const { MytpePayButton, configure } = (await import(`${dist}npm/index.server.js`)) as typeof Published;
  const { createPayment } = (await import(`${dist}npm/controller.js`)) as typeof PublishedController;
  expect(typeof MytpePayButton).toBe('function');
  expect(() => configure({ endpoint: 'https://pay.shop.example' })).not.toThrow();
  // A component that renders on a server creates a payment there.
  expect(createPayment({ offer: 'donation' }).getSnapshot()).toEqual({ state: 'loading' });
  expect(Object.keys(globalThis)).toEqual(before);
});
