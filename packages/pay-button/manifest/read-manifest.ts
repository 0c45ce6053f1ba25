import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';

import type { ElementDocs, Manifest } from './manifest.ts';
import { payEvents } from './pay-events.ts';

const SOURCES = ['events.ts', 'element.ts', 'define.ts'];

/** Creates the element's custom elements manifest from the docstrings of `element.ts` and `events.ts`. */
export function readManifest(): Manifest {
  const modules = SOURCES.map((file) => {
    const text = readFileSync(fileURLToPath(new URL(`../src/${file}`, import.meta.url)), 'utf8');
    return ts.createSourceFile(`src/${file}`, text, ts.ScriptTarget.ES2022, true);
  });
  const manifest = create({ modules, plugins: [...litPlugin(), payEvents()] }) as Manifest;
  manifest.modules = manifest.modules.filter(({ path }) => path !== 'src/events.ts');
  for (const module of manifest.modules) {
    module.path = published(module.path);
    module.declarations = module.declarations.filter(({ kind }) => kind === 'class');
    for (const { declaration } of module.exports)
      if (declaration.module) declaration.module = published(declaration.module);
  }
  trim(elementDocs(manifest));
  return manifest;
}

/** The path in the published package of a source file. */
function published(path: string): string {
  return path.replace(/^\/?src\/(.*)\.ts$/, 'dist/npm/$1.js');
}

/** The element's entry in a manifest. */
export function elementDocs({ modules }: Manifest): ElementDocs {
  return modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === 'mytpe-pay-button')!;
}

/** Keeps the members that a page can use, with public types. */
function trim(docs: ElementDocs): void {
  // Every element has the property `lang`, so it is documented as an attribute only.
  docs.members = docs.members.filter(({ name }) => !name.startsWith('#') && name !== 'lang');
  // The initial value of a read-only member is not a default.
  for (const member of docs.members) if (member.readonly) delete member.default;
  docs.attributes = docs.attributes.map(({ type, ...attribute }) => ({
    ...attribute,
    ...(type && { type: { text: attributeType(type.text) } }),
  }));
}

/** The type of an attribute: it is text or absent, and never a function. */
function attributeType(property: string): string {
  return property.replace(/\s*\|\s*null$/, '').replace('OfferToken', 'string');
}
