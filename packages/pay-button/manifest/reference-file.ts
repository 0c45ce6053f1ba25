import { elementDocs, readManifest } from './read-manifest.ts';
import { readTypes } from './read-types.ts';
import { referencePage } from './reference.ts';

/** The file with the element's reference. */
export const REFERENCE = new URL('../../../apps/docs/src/content/docs/reference/element.md', import.meta.url);

/** The current text of the reference. */
export function referenceText(): string {
  return referencePage(elementDocs(readManifest()), readTypes());
}
