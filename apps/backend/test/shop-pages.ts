import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The languages of the pages for shop owners, each with its folder in the site's content. */
const FOLDERS = { en: 'shop', fr: 'fr/shop', ar: 'ar/shop' } as const;
export type PageLanguage = keyof typeof FOLDERS;
export const PAGE_LANGUAGES = Object.keys(FOLDERS) as PageLanguage[];

const content = fileURLToPath(new URL('../../docs/src/content/docs/', import.meta.url));
const folderOf = (language: PageLanguage): string => `${content}${FOLDERS[language]}`;

/** The names of the pages for shop owners, such as `install`. */
export function shopPages(language: PageLanguage): string[] {
  return globSync('*.{md,mdx}', { cwd: folderOf(language) })
    .map((file) => basename(file).replace(/\.mdx?$/, ''))
    .toSorted();
}

/** The text of a page for shop owners. */
export function shopPage(language: PageLanguage, name: string): string {
  const [file] = globSync(`${name}.{md,mdx}`, { cwd: folderOf(language) });
  if (file === undefined) throw new Error(`no page ${FOLDERS[language]}/${name}`);
  return readFileSync(`${folderOf(language)}/${file}`, 'utf8');
}

/** The code blocks of a page in one language, such as `yaml`, in order. They may be indented. */
export function codeBlocks(text: string, kind: string): string[] {
  return [...text.matchAll(/^( *)```(\w*)[^\n]*\n(.*?)^\1```$/gms)]
    .filter(([, , language]) => language === kind)
    .map(([, indent, , code]) => code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}
