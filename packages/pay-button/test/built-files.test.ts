import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { LANGUAGES } from '@mytpe-pay/contract/money';
import { describe, expect, it } from 'vitest';

import type * as PublishedController from '../src/controller.ts';
import type * as Published from '../src/index.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): Buffer => readFileSync(dist + file);
const brotli = (...files: string[]): number =>
  files.reduce((sum, file) => sum + brotliCompressSync(read(file)).length, 0);
const scripts = readdirSync(`${dist}dropin`).filter((name) => name.endsWith('.js'));
const named = (name: string): string => `dropin/${scripts.find((file) => file.startsWith(`${name}-`))!}`;

interface Manifest {
  version: string;
  files: { name: string; integrity: string; brotli: number }[];
}
const manifest = JSON.parse(read('dropin/manifest.json').toString()) as Manifest;

/** A file of the npm package with all that it imports from beside it at once. */
function closure(entry: string): string[] {
  const seen = new Set([`npm/${entry}`]);
  for (const file of seen)
    for (const [, name] of read(file)
      .toString()
      .matchAll(/from"\.\/([^"]+)"/g))
      seen.add(`npm/${name!}`);
  return [...seen];
}

describe('the size budget, brotli', () => {
  it.each(LANGUAGES)('first load of the drop-in in %s: 7.78 kB of at most 10.0', (language) => {
    expect(brotli('dropin/current.js', named(language))).toBeLessThanOrEqual(7_780);
  });

  it.each(LANGUAGES)(
    'all that it ever loads in %s, with sharing and the solver: 17.6 kB of at most 18.0',
    (language) => {
      expect(brotli('dropin/current.js', ...[language, 'press', 'share', 'solve'].map(named))).toBeLessThanOrEqual(
        17_600,
      );
    },
  );

  it('the npm entry without Lit: 5.6 kB of at most 6', () => {
    expect(brotli(...closure('define.js'))).toBeLessThanOrEqual(5_600);
  });

  it('the payment without the element and the solver: 6.7 kB', () => {
    expect(brotli(...closure('controller.js'))).toBeLessThanOrEqual(6_700);
  });
});

describe('the chunks', () => {
  const imported = (text: string): string[] =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map(([, specifier]) => specifier!);

  it('never import the entry, which lives at two addresses', () => {
    const chunks = scripts.filter((name) => name !== 'mytpe-pay-button.js' && name !== 'current.js');
    expect(chunks.length).toBeGreaterThanOrEqual(6);
    const wanted = chunks.flatMap((name) => imported(read(`dropin/${name}`).toString()));
    expect(wanted.filter((specifier) => !chunks.includes(specifier.slice('./'.length)))).toEqual([]);
  });

  it('are loaded from their version by the entry without one', () => {
    const own = imported(read('dropin/mytpe-pay-button.js').toString());
    const current = imported(read('dropin/current.js').toString());
    expect(own.every((specifier) => specifier.startsWith('./'))).toBe(true);
    expect(current).toEqual(own.map((specifier) => specifier.replace('./', `./v${manifest.version}/`)));
  });
});

it('the manifest says what the files are', () => {
  expect(manifest.files.map(({ name }) => name).toSorted()).toEqual(
    readdirSync(`${dist}dropin`)
      .filter((name) => name !== 'manifest.json')
      .toSorted(),
  );
  for (const { name, integrity } of manifest.files) {
    expect(integrity).toBe(
      `sha384-${createHash('sha384')
        .update(read(`dropin/${name}`))
        .digest('base64')}`,
    );
  }
});

it('no file tells where it was built', () => {
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

  it('need nothing but lit', () => {
    expect(needs('index.d.ts', 'define.d.ts')).toEqual(['lit']);
  });

  it('of the payment without the element need nothing at all, and neither does its code', () => {
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
  ])('of %s need that framework, too', (name, framework) => {
    expect(needs(`frameworks/${name}.d.ts`)).toEqual(['lit', framework].toSorted());
  });
});

it('does nothing harmful where there is no browser', async () => {
  const before = Object.keys(globalThis);
  const { MytpePayButton, configure } = (await import(`${dist}npm/index.js`)) as typeof Published;
  await import(`${dist}npm/define.js`);
  const { createPayment } = (await import(`${dist}npm/controller.js`)) as typeof PublishedController;
  expect(typeof MytpePayButton).toBe('function');
  expect(() => configure({ endpoint: 'https://pay.shop.example' })).not.toThrow();
  // A component that is rendered on a server makes one there.
  expect(createPayment({ offer: 'donation' }).getSnapshot()).toEqual({ state: 'loading' });
  const added = Object.keys(globalThis).filter((name) => !before.includes(name));
  expect(added.filter((name) => !/^(?:lit|reactiveElement|customElements)/.test(name))).toEqual([]);
});
