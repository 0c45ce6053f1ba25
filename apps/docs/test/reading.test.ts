import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { LANGUAGES, localized } from './pages.ts';
import { siteVisits } from './visit.ts';

const visit = siteVisits();

/** Words that a reader searches for, and the page that must be among the first results. */
const SEARCHES = {
  en: {
    offer_changed: '/reference/errors/',
    UPSTREAM_CONCURRENCY: '/reference/settings/',
    '--rotate-secret': '/reference/cli/',
    'terms-required': '/reference/element/',
    MytpePayCircuitOpen: '/operate/alerts/',
    'Create or find a payment link': '/reference/backend-api/operations/createlink/',
    'donation button WordPress': '/shop/wordpress/',
    'restore a backup': '/operate/backup/',
    'sign cart PHP': '/develop/signed-offers/',
  },
  fr: {
    'bouton de don WordPress': '/fr/shop/wordpress/',
    'passer en production retirer TEST': '/fr/shop/go-live/',
    'sandbox mode réel': '/fr/shop/go-live/',
    'ami serveur mot de passe perdu': '/fr/shop/fix-problems/',
  },
  ar: {
    'زر تبرع ووردبريس': '/ar/shop/wordpress/',
    'نسخة احتياطية': '/ar/shop/backup/',
  },
} as const;

it.each(LANGUAGES)('search finds an error code, a setting, an option and a task by name (%s)', async (language) => {
  const page = await visit(localized(language, '/'));
  await page.locator('button[data-open-modal]').click();
  const missing: string[] = [];
  for (const [words, target] of Object.entries(SEARCHES[language])) {
    const results = await found(page, words);
    if (!results.includes(target)) missing.push(`${words}: ${results.join(' ')}`);
  }
  expect(missing).toEqual([]);
});

/** Searches as a reader does. @returns the paths of the results that are shown first, without anchors. */
async function found(page: Page, words: string): Promise<string[]> {
  await page.locator('.pagefind-ui__search-input').fill(words);
  await page.locator('.pagefind-ui__message', { hasText: words }).waitFor();
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
