import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { HOMEPAGE, LANGUAGES, ROOT, builtFile, builtPages, htmlOf, localized } from './pages.ts';

const pages = builtPages().filter((path) => !path.startsWith('/playground/'));
const CONTENT = join(ROOT, 'apps/docs/src/content/docs');

describe('pages', () => {
  it.each(['/', ...globSync('shop/*', { cwd: CONTENT }).map((file) => `/${file.replace(/(?:index)?\.mdx?$/, '')}/`)])(
    '%s is translated into each language',
    (path) => {
      for (const language of LANGUAGES) {
        const html = htmlOf(localized(language, path.replace('//', '/')));
        expect(html).toContain(`<html lang="${language}"`);
        // Starlight shows this notice on a page that is not translated.
        expect(html).not.toContain('data-pagefind-ignore class="notice');
        expect(html).not.toMatch(
          /<p[^>]*class="[^"]*sl-flex[^"]*"[^>]*>[^<]*<svg[^>]*>.*?(?:pas encore disponible|غير متوفر)/s,
        );
      }
    },
  );

  it('have a title and a description', () => {
    const without = pages.filter((path) => {
      const html = htmlOf(path);
      return !/<title>[^<]{3,}<\/title>/.test(html) || !/<meta name="description" content="[^"]{10,}"/.test(html);
    });
    expect(without).toEqual([]);
  });

  it('lead from the home page to every section', () => {
    for (const section of ['shop', 'develop', 'operate', 'reference', 'explain'])
      expect(htmlOf('/')).toContain(`href="/${section}/`);
  });
});

describe('text for language models', () => {
  it('llms.txt names the complete text, and llms-full.txt has every part of the site', () => {
    expect(builtFile('llms.txt')).toContain(`${HOMEPAGE}/llms-full.txt`);
    const full = builtFile('llms-full.txt');
    for (const text of ['WordPress', 'UPSTREAM_CONCURRENCY', 'offer_changed', 'MytpePayCircuitOpen', 'signOffer'])
      expect(full).toContain(text);
  });
});

describe('links to the site from other files', () => {
  const files = [
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    '{apps,packages}/*/README.md',
    'apps/backend/deploy/**/*',
  ]
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const links = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/https:\/\/docs\.[^\s)>"'`\]]+/g)].map(([link]) => ({ file, link })),
  );

  it('exist', () => {
    expect(links.length).toBeGreaterThan(30);
  });

  it.each(links)('$link leads to a page and a heading', ({ link }) => {
    expect(link.startsWith(`${HOMEPAGE}/`)).toBe(true);
    const { pathname, hash } = new URL(link);
    if (pathname.endsWith('.json') || pathname.endsWith('.txt')) return void builtFile(pathname);
    const html = htmlOf(pathname);
    if (hash) expect(html).toContain(` id="${decodeURIComponent(hash.slice(1))}"`);
  });
});
