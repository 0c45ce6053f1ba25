import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Browser, chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';

export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url));
const SITE = fileURLToPath(new URL('../dist/', import.meta.url));

/** The address at which the site is published, without a slash at the end. */
export const HOMEPAGE: string = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { homepage: string })
  .homepage;

export const LANGUAGES = ['en', 'fr', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Adds the language's prefix to a path. English pages have none. */
export function localized(language: Language, path: string): string {
  return language === 'en' ? path : `/${language}${path}`;
}

/** The paths of all pages of the built site, such as `/shop/wordpress/`. */
export function builtPages(): string[] {
  return globSync('**/index.html', { cwd: SITE })
    .map((file) => `/${file.slice(0, -'index.html'.length)}`)
    .toSorted();
}

/** The HTML of a built page. @throws Error if the page does not exist. */
export function htmlOf(path: string): string {
  const file = join(SITE, path, 'index.html');
  if (!existsSync(file)) throw new Error(`The site has no page ${path}`);
  return readFileSync(file, 'utf8');
}

/** `true` if the site has the page or file. */
export function exists(path: string): boolean {
  return existsSync(join(SITE, decodeURI(path), path.endsWith('/') ? 'index.html' : ''));
}

/** The text of another file of the built site. */
export function builtFile(path: string): string {
  return readFileSync(join(SITE, path), 'utf8');
}

/** Starts a headless browser. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });
}
