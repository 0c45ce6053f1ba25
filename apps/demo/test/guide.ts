import { codeBlocks, sitePage } from '../../../.ci/site-page.ts';

/** A code block of a developers' page. */
export interface Sample {
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  /** The file that the page names, or an empty string. */
  readonly file: string;
  readonly code: string;
}

/** The code blocks of a page, in order. @param slug for example `develop/react`. */
export function samplesOf(slug: string): Sample[] {
  const sections = sitePage(slug).split(/^## /m);
  return sections.flatMap((text) =>
    codeBlocks(text).map(({ language, meta, code }) => {
      const file = /^title="([^"]+)"$/.exec(meta)?.[1] ?? '';
      return { section: text.split('\n', 1)[0]!, language, file, code };
    }),
  );
}

/** A section's code block of a file. Throws if there is none. */
export function sampleOf(slug: string, section: string, file: string): string {
  const sample = samplesOf(slug).find((one) => one.section === section && one.file === file);
  if (!sample) throw new Error(`${slug} has no ${file} under “${section}”`);
  return sample.code;
}
