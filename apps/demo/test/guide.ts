import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A code block of a developers' page. */
export interface Sample {
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  /** The file that the page names, or an empty string. */
  readonly file: string;
  readonly code: string;
}

/** The text of a page of the documentation site, such as `develop/react`. */
export function pageText(page: string): string {
  const file = new URL(`../../docs/src/content/docs/${page}.md`, import.meta.url);
  return readFileSync(fileURLToPath(file), 'utf8');
}

/** The code blocks of a page, in order. */
export function samplesOf(page: string): Sample[] {
  return pageText(page)
    .split(/^## /m)
    .flatMap((text) => {
      const section = text.split('\n', 1)[0]!;
      const blocks = text.matchAll(/^```(\w+)(?: title="([^"]+)")?[^`\n]*\n(.*?)^```$/gms);
      return [...blocks].map(([, language, file = '', code]) => ({ section, language: language!, file, code: code! }));
    });
}

/** A section's code block of a file. Throws if there is none. */
export function sampleOf(page: string, section: string, file: string): string {
  const sample = samplesOf(page).find((one) => one.section === section && one.file === file);
  if (!sample) throw new Error(`${page} has no ${file || 'code'} under “${section}”`);
  return sample.code;
}
