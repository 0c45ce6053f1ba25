import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { HOMEPAGE, LANGUAGES, ROOT, builtFile, builtPages, exists, htmlOf, localized } from './pages.ts';

const pages = builtPages().filter((path) => !path.startsWith('/playground/'));
/** Starlight's notice on a page that is not translated. */
const UNTRANSLATED = {
  en: 'not available in your language',
  fr: 'Cette page n’existe qu’en anglais.',
  ar: 'هذه الصفحة متوفرة بالإنجليزية فقط.',
};
const CONTENT = join(ROOT, 'apps/docs/src/content/docs');

describe('pages', () => {
  it.each(['/', ...globSync('shop/*', { cwd: CONTENT }).map((file) => `/${file.replace(/(?:index)?\.mdx?$/, '')}/`)])(
    '%s is translated into each language',
    (path) => {
      for (const language of LANGUAGES) {
        const html = htmlOf(localized(language, path.replace('//', '/')));
        expect(html).toContain(`<html lang="${language}"`);
        expect(html).not.toContain(UNTRANSLATED[language]);
      }
    },
  );

  it('that are not translated say so', () => {
    expect(htmlOf('/fr/operate/')).toContain(UNTRANSLATED.fr);
    expect(htmlOf('/ar/operate/')).toContain(UNTRANSLATED.ar);
  });

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

it('every column of a table has a heading', () => {
  expect(pages.filter((path) => /<th[^>]*>\s*<\/th>/.test(htmlOf(path)))).toEqual([]);
});

it('no link in a page leads nowhere', () => {
  const dead = pages.flatMap((path) => {
    const links = [...htmlOf(path).matchAll(/<a\s[^>]*href="(\/[^"#?]*)/g)].map(([, link]) => link);
    return [...new Set(links)].filter((link) => !exists(link)).map((link) => `${path} links to ${link}`);
  });
  expect(dead).toEqual([]);
});

it('the root’s lockfile has no package of the site, so that the first start does not install them', () => {
  const locked = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8');
  expect(locked).toContain('apps/backend:');
  expect(locked).not.toContain('apps/docs:');
  expect(locked).not.toContain('starlight');
});

describe('text for language models', () => {
  it('llms.txt names the complete text, and llms-full.txt has every part of the site', () => {
    expect(builtFile('llms.txt')).toContain(`${HOMEPAGE}/llms-full.txt`);
    const full = builtFile('llms-full.txt');
    for (const text of ['WordPress', 'UPSTREAM_CONCURRENCY', 'offer_changed', 'MytpePayCircuitOpen', 'signOffer'])
      expect(full).toContain(text);
  });
});

const LINK = new RegExp(`${RegExp.escape(HOMEPAGE)}/[^\\s)>"'\`\\]]*`, 'g');

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
    [...readFileSync(file, 'utf8').matchAll(LINK)].map(([link]) => ({ file, link })),
  );

  it('exist', () => {
    expect(links.length).toBeGreaterThan(30);
  });

  it.each(links)('$link leads to a page and a heading', ({ link }) => {
    const { pathname, hash } = new URL(link);
    if (pathname.endsWith('.json') || pathname.endsWith('.txt')) return void builtFile(pathname);
    const html = htmlOf(pathname);
    if (hash) expect(html).toContain(` id="${decodeURIComponent(hash.slice(1))}"`);
  });
});
