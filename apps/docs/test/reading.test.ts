import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { LANGUAGES, localized } from './pages.ts';
import { siteVisits } from './visit.ts';

const visit = siteVisits();

describe('search', () => {
  it.each([
    ['an error code', 'offer_changed', '/reference/errors/'],
    ['a setting', 'UPSTREAM_CONCURRENCY', '/reference/settings/'],
    ['a CLI option', '--rotate-secret', '/reference/cli/'],
    ['an attribute', 'terms-required', '/reference/element/'],
    ['an alert', 'MytpePayCircuitOpen', '/operate/alerts/'],
    ['an operation of the API', 'Create or find a payment link', '/reference/backend-api/operations/createlink/'],
  ])('finds %s by name: %s', async (_kind, name, page) => {
    expect(await found(await visit('/'), name)).toContain(page);
  });

  it.each([
    ['fr', 'WordPress', '/fr/shop/wordpress/'],
    ['ar', 'نسخة احتياطية', '/ar/shop/backup/'],
    ['en', 'donation button WordPress', '/shop/wordpress/'],
    ['fr', 'bouton de don WordPress', '/fr/shop/wordpress/'],
    ['ar', 'زر تبرع ووردبريس', '/ar/shop/wordpress/'],
    ['fr', 'passer en production retirer TEST', '/fr/shop/go-live/'],
    ['fr', 'sandbox mode réel', '/fr/shop/go-live/'],
    ['fr', 'ami serveur mot de passe perdu', '/fr/shop/fix-problems/'],
  ] as const)('finds pages in the reader’s language: %s', async (language, words, page) => {
    expect(await found(await visit(localized(language, '/')), words)).toContain(page);
  });
});

/** Searches as a reader does. @returns the paths of the results that are shown first, without anchors. */
async function found(page: Page, words: string): Promise<string[]> {
  await page.locator('button[data-open-modal]').click();
  await page.locator('.pagefind-ui__search-input').fill(words);
  const results = page.locator('.pagefind-ui__result-link');
  await results.first().waitFor();
  const links = await results.evaluateAll((all) => all.map((one) => new URL((one as HTMLAnchorElement).href).pathname));
  return [...new Set(links)];
}

describe('without JavaScript', () => {
  it.each(LANGUAGES)('a reader gets from the home page to WordPress by links: %s', async (language) => {
    const page = await visit(localized(language, '/'), { javaScriptEnabled: false });
    await page
      .locator(`main a[href="${localized(language, '/shop/')}"]`)
      .first()
      .click();
    const target = localized(language, '/shop/wordpress/');
    await page.locator(`nav.sidebar a[href="${target}"], main a[href="${target}"]`).first().click();
    await page.waitForURL(target);
    expect(await page.locator('main h1').isVisible()).toBe(true);
    expect(await page.locator('main pre').first().innerText()).toContain('mytpe-pay-button');
  });
});
