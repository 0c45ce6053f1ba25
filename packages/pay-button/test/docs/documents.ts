import { readFileSync } from 'node:fs';

/** A page about the element, as it stands in `docs/element`. */
export function documentText(name: string): string {
  return readFileSync(new URL(`../../../../docs/element/${name}.md`, import.meta.url), 'utf8');
}

/** The code under a heading, in one language (`''`: in none), in order. @throws when there is none */
export function codeUnder(text: string, heading: string, language: string): string[] {
  const section = text.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```(\w*)\n(.*?)^```/gms)].filter(([, kind]) => kind === language);
  if (blocks.length === 0) throw new Error(`no ${language} under “${heading}”`);
  return blocks.map(([, , code]) => code!);
}
