import { readFileSync } from 'node:fs';

/** A page of `docs/element`. */
export function documentText(name: string): string {
  return readFileSync(new URL(`../../../../docs/element/${name}.md`, import.meta.url), 'utf8');
}

/** The code blocks under a heading in one language (`''`: none), in order. @throws if there are none */
export function codeUnder(text: string, heading: string, language: string): string[] {
  const section = text.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```(\w*)\n(.*?)^```/gms)].filter(([, kind]) => kind === language);
  if (blocks.length === 0) throw new Error(`no ${language} under “${heading}”`);
  return blocks.map(([, , code]) => code!);
}
