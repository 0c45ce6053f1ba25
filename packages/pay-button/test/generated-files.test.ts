import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { generatedFiles } from '../manifest/files.ts';
import { REFERENCE, referenceText } from '../manifest/reference-file.ts';
import { elementDocs, readManifest } from '../manifest/read-manifest.ts';
import type { Named } from '../manifest/manifest.ts';
import packageFile from '../package.json' with { type: 'json' };

const packageFolder = fileURLToPath(new URL('../', import.meta.url));
const files = generatedFiles();
const docs = elementDocs(readManifest());
const kinds = {
  attribute: docs.attributes,
  event: docs.events,
  slot: docs.slots,
  part: docs.cssParts,
  'custom property': docs.cssProperties,
  state: docs.cssStates,
  member: docs.members,
} satisfies Record<string, Named[]>;
const everything = Object.entries(kinds).flatMap(([kind, items]) => items.map((item) => [kind, item] as const));

describe('the generated files', () => {
  it.each(Object.keys(files))('match the source in %s', (name) => {
    expect(readFileSync(`${packageFolder}dist/${name}`, 'utf8')).toBe(files[name]);
  });

  it('include the reference, which matches the source: `npx pnpm --filter @mytpe-pay/button reference`', () => {
    expect(readFileSync(REFERENCE, 'utf8')).toBe(referenceText());
  });

  it('are in the package and listed in its package.json', () => {
    expect(packageFile.files).toContain('dist');
    expect(packageFile.exports['./custom-elements.json']).toBe(`./${packageFile.customElements}`);
    expect(Object.keys(files).map((name) => `dist/${name}`)).toContain(packageFile.customElements);
  });

  it('and the entries of the package are in the README', () => {
    const readme = readFileSync(`${packageFolder}README.md`, 'utf8');
    const named = [...readme.matchAll(/`(@mytpe-pay\/button[\w/.-]*)`/g)].map(([, entry]) => entry!);
    const entries = Object.keys(packageFile.exports).filter((entry) => !/\*|package\.json/.test(entry));
    expect(named).toEqual(expect.arrayContaining(entries.map((entry) => entry.replace('.', packageFile.name))));
    const dropin = named.filter((entry) => entry.includes('/dropin/'));
    expect(dropin).toHaveLength(1);
    for (const entry of dropin) readFileSync(entry.replace(packageFile.name, `${packageFolder}dist`));
  });

  it('name files of the package', () => {
    for (const { path } of readManifest().modules) expect(() => readFileSync(packageFolder + path)).not.toThrow();
  });

  it('offer the values of a closed list', () => {
    const html = JSON.parse(files['vscode.html-custom-data.json']!) as {
      tags: { name: string; attributes: { name: string; values?: { name: string }[] }[] }[];
    };
    const [button] = html.tags;
    expect(button?.name).toBe('mytpe-pay-button');
    const values = button?.attributes.find(({ name }) => name === 'theme')?.values;
    expect(values?.map(({ name }) => name)).toEqual(['auto', 'light', 'dark']);
  });

  it('give offer-token only types that an attribute can hold', () => {
    expect(docs.attributes.find(({ name }) => name === 'offer-token')?.type?.text).toBe('string');
    expect(docs.members.find(({ name }) => name === 'offerToken')?.type?.text).toBe('OfferToken | null');
  });
});

describe('every public item', () => {
  const called = ([kind, item]: (typeof everything)[number]): string => `${kind} ${item.name}`;

  it('has a description', () => {
    expect(everything.length).toBeGreaterThan(70);
    expect(everything.filter(([, { description }]) => !description?.trim()).map(called)).toEqual([]);
  });

  it('is on the page of the element', () => {
    const page = readFileSync(REFERENCE, 'utf8');
    const isThere = (name: string): boolean => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(page);
    expect(everything.filter(([, { name }]) => name !== '' && !isThere(name)).map(called)).toEqual([]);
  });
});
