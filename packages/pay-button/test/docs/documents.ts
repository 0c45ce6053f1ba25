import { readFileSync } from 'node:fs';

/** A page of the documentation site, such as `develop/events`. */
export function documentText(page: string): string {
  return readFileSync(new URL(`../../../../apps/docs/src/content/docs/${page}.md`, import.meta.url), 'utf8');
}

/** The code blocks under a heading in one language (`''`: none), in order. @throws if there are none */
export function codeUnder(text: string, heading: string, language: string): string[] {
  const section = text.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = codeBlocks(section).filter(({ info }) => info.split(' ')[0] === language);
  if (blocks.length === 0) throw new Error(`no ${language} under “${heading}”`);
  return blocks.map(({ code }) => code);
}

/** Every code block, with its info string: the language, and words such as `live`. */
export function codeBlocks(text: string): { info: string; code: string }[] {
  return [...text.matchAll(/^```([^`\n]*)\n(.*?)^```$/gms)].map(([, info, code]) => ({ info: info!, code: code! }));
}
