import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { accessibilityFaults } from '../../../.ci/axe.ts';
import { matrix, sample } from '../../../.ci/sample.ts';
import { LANGUAGES, builtPages, localized } from './pages.ts';
import { siteVisits } from './visit.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** One page of each kind: home, prose with code, live example, tables, diagram. */
const SHORT = ['/', '/shop/wordpress/', '/develop/theming/', '/operate/configuration/', '/explain/'];
/** Checked in a full run only, because each takes several seconds. */
const LONG = ['/reference/settings/', '/reference/tokens/', '/reference/cli/'];
/** Exists in English only. */
const OPERATION = '/reference/backend-api/operations/createlink/';
/** The generator of these pages goes from h3 to h5. This is not a requirement of WCAG. */
const SKIPS_HEADINGS = ['heading-order'];
const NARROW = { width: 320, height: 640 };
const DESKTOP = { width: 1280, height: 900 };

const visit = siteVisits();

const ALL = matrix(LANGUAGES, ['light', 'dark'] as const, sample([...SHORT, ...LONG], SHORT));

describe.each([...ALL, ['en', 'light', OPERATION] as const])('%s, %s, %s', (language, theme, path) => {
  it('has no accessibility violations', async () => {
    const page = await visit(localized(language, path), { colorScheme: theme, viewport: DESKTOP });
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect(await accessibilityFaults(page, axe, path === OPERATION ? SKIPS_HEADINGS : [])).toEqual([]);
  });
});

it('no page is wider than a phone of 320 pixels', async () => {
  const page = await visit('/', { viewport: NARROW });
  const all = builtPages().filter((path) => !path.startsWith('/playground/'));
  const some = all.filter((path) => /^\/(?:ar\/shop\/|operate\/|explain\/)/.test(path));
  const wide: string[] = [];
  for (const path of sample(all, some)) {
    await page.goto(path, { waitUntil: 'domcontentloaded' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > NARROW.width) wide.push(`${path}: ${width} px`);
  }
  expect(wide).toEqual([]);
});
