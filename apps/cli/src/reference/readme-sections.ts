import type { Command } from 'commander';

import { commandReference, exitCodeTable } from './command-reference.ts';

/** The README with its generated sections as they should be; each stands between two comments. */
export function withSections(readme: string, program: Command): string {
  const sections = { 'exit-codes': exitCodeTable(), commands: commandReference(program) };
  return Object.entries(sections).reduce((text, [name, content]) => replaceSection(text, name, content), readme);
}

function replaceSection(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`The README has no section "${name}".`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
