import { describe, expect, it } from 'vitest';

import { parseCatalog } from '../src/config/catalog.ts';
import { v2Refusal } from '../src/domain/api-limits.ts';
import type { Offer } from '../src/domain/offer.ts';
import { codeBlocks, PAGE_LANGUAGES, type PageLanguage, shopPage, shopPages } from './shop-pages.ts';

/** The offers files that a page shows, with their place. */
function catalogs(language: PageLanguage, page: string): (readonly [place: string, text: string])[] {
  return codeBlocks(shopPage(language, page), 'yaml')
    .filter((text) => /^offers:/m.test(text))
    .map((text, at) => [`${language}/${page}, block ${at + 1}`, text]);
}

/** Everything that an offer decides, without its texts. */
function withoutTexts({ title: _title, description, version: _version, ...terms }: Offer) {
  return { ...terms, hasDescription: description !== null };
}

const pagesWithOffers = shopPages('en').filter((page) => catalogs('en', page).length > 0);
const offersOf = (language: PageLanguage, page: string): Offer[] =>
  catalogs(language, page).flatMap(([place, text]) => [...parseCatalog(text, place).values()]);
const ids = (offers: readonly Offer[]): string[] => [...new Set(offers.map(({ id }) => id))].toSorted();

describe('the offers on the pages for shop owners', () => {
  it('are on the pages about offers and about testing', () =>
    expect(pagesWithOffers).toEqual(expect.arrayContaining(['offers', 'test'])));

  const all = PAGE_LANGUAGES.flatMap((language) => shopPages(language).flatMap((page) => catalogs(language, page)));
  it.each(all)('%s is accepted by the backend', (place, text) => {
    expect(parseCatalog(text, place).size).toBeGreaterThan(0);
  });

  it.each(pagesWithOffers)('are the same in every language, apart from texts: %s', (page) => {
    const english = offersOf('en', page);
    for (const language of PAGE_LANGUAGES) {
      const offers = offersOf(language, page);
      expect([language, offers.map(withoutTexts)]).toEqual([language, english.map(withoutTexts)]);
      const expected = english.map(({ title }) => Object.keys(title));
      expect([language, offers.map(({ title }) => Object.keys(title))]).toEqual([language, expected]);
    }
  });

  it('show one example of every usage mode', () => {
    const modes = new Set(offersOf('en', 'offers').map(({ usage }) => usage.mode));
    expect([...modes].toSorted()).toEqual([
      'capped_amount',
      'limited',
      'one_shot',
      'reusable',
      'time_window',
      'whitelist',
    ]);
  });

  it('have a link for each payer, or one for all, as the table says', () => {
    const offers = offersOf('en', 'offers');
    const payer = ({ amount, usage }: Offer): boolean =>
      usage.mode === 'one_shot' || (amount.mode === 'open' && usage.mode === 'reusable');
    expect(ids(offers.filter(({ scope }) => scope === 'payer'))).toEqual(ids(offers.filter(payer)));
    expect(ids(offers.filter(payer))).toEqual(['donation', 'tshirt']);
  });

  it('are refused with the older API if the page says so', () => {
    const refused = catalogs('en', 'offers').filter(([place, text]) => {
      try {
        return parseCatalog(text, place, v2Refusal).size === 0;
      } catch {
        return true;
      }
    });
    const modes = refused.flatMap(([place, text]) =>
      [...parseCatalog(text, place).values()].map(({ usage }) => usage.mode),
    );
    expect(modes.toSorted()).toEqual(['capped_amount', 'time_window', 'whitelist']);
  });

  it('have the dates that the page names, in the time zone of Algeria', () => {
    const sale = offersOf('en', 'offers').find(({ id }) => id === 'winter-sale')!;
    const algiers = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Africa/Algiers',
      dateStyle: 'long',
      timeStyle: 'short',
    });
    expect(algiers.format(sale.usage.startsAt!)).toBe('8 January 2027 at 00:00');
    expect(algiers.format(sale.usage.endsAt!)).toBe('15 January 2027 at 00:00');
  });
});
