import { codeBlocks } from '../../../../.ci/site-page.ts';

/** The code blocks under a heading in one language (`''`: none), in order. @throws if there are none */
export function codeUnder(text: string, heading: string, language: string): string[] {
  const section = text.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = language === '' ? plainBlocks(section) : codeBlocks(section);
  const codes = blocks.filter((block) => block.language === language).map(({ code }) => code);
  if (codes.length === 0) throw new Error(`no ${language} under “${heading}”`);
  return codes;
}

/** The code blocks without a language. */
function plainBlocks(section: string): { language: string; code: string }[] {
  const blocks = [...section.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)];
  return blocks.map(([, language, code]) => ({ language: language!, code: code! }));
}
