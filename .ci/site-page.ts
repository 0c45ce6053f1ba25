import { readFileSync } from 'node:fs';

/** A code block of a Markdown document. */
export interface CodeBlock {
  readonly language: string;
  /** The text after the language, for example `title="paid.php"`. */
  readonly meta: string;
  readonly code: string;
}

/** Returns the text of a page of the documentation site. @param slug for example `develop/receipts`. */
export function sitePage(slug: string): string {
  return readFileSync(new URL(`../apps/docs/src/content/docs/${slug}.md`, import.meta.url), 'utf8');
}

/** Returns a section: the lines between a heading and the next heading of the same or a higher level. */
export function sectionOf(text: string, heading: string): string {
  const level = heading.split(' ')[0]!.length;
  const [, after] = `\n${text}`.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`there is no heading "${heading}"`);
  return after.split(new RegExp(`^#{1,${level}} `, 'm'))[0]!;
}

/** Returns the code blocks of a document, in order. */
export function codeBlocks(text: string): CodeBlock[] {
  const blocks = text.matchAll(/^```(\w+)(?: ([^\n]*))?\n(.*?)^```$/gms);
  return [...blocks].map(([, language = '', meta = '', code = '']) => ({ language, meta, code }));
}

/** Returns the only code block whose meta text is `meta`. */
export function namedBlock(text: string, meta: string): string {
  const found = codeBlocks(text).filter((block) => block.meta === meta);
  if (found.length !== 1) throw new Error(`there are ${found.length} code blocks "${meta}"`);
  return found[0]!.code;
}
