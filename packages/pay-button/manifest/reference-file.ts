import { elementDocs, readManifest } from './read-manifest.ts';
import { readTypes } from './read-types.ts';
import { referencePage } from './reference.ts';

/** The file with the element's reference. */
export const REFERENCE = new URL('../../../docs/element/reference.md', import.meta.url);

/** The current text of the reference. */
export function referenceText(): string {
  return referencePage(elementDocs(readManifest()), readTypes());
}
