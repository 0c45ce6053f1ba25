import { elementDocs, readManifest } from './read-manifest.ts';
import { readTypes } from './read-types.ts';
import { referencePage } from './reference.ts';

/** Where the element's reference stands. */
export const REFERENCE = new URL('../../../docs/element/reference.md', import.meta.url);

/** What it must say now. */
export function referenceText(): string {
  return referencePage(elementDocs(readManifest()), readTypes());
}
