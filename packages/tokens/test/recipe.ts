import { readFileSync } from 'node:fs';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Returns a recipe from the README: the first code block after the line that starts with `title` in `section`. */
export function recipe(section: string, title: string): string {
  const text = README.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const code = text.split(`\n${title}`)[1]?.match(/```\w+\n(.*?)```/s)?.[1];
  if (code === undefined) throw new Error(`the README has no recipe "${title}" in "${section}"`);
  return code;
}
