import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ERROR_CODES } from '@mytpe-pay/contract';

import { elementDocs, readManifest } from '../../manifest/read-manifest.ts';
import { linkView } from '../element/samples.ts';
import { codeUnder, documentText } from './documents.ts';
import { type SitePage, launch, visit } from './merchant-site.ts';

const events = documentText('events');
const BUTTON = '<mytpe-pay-button offer="course" lang="en"></mytpe-pay-button>';
const PAID = linkView({ paid: true, payable: false, status: 'exhausted' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** A page with what the document has under a heading, HTML and script, and a button. */
async function tried(heading: string, site: Partial<SitePage> = {}, html = '') {
  const script = `<script type="module">${codeUnder(events, heading, 'js').join('\n')}</script>`;
  const visited = await visit(browser, { ...site, markup: html + BUTTON + script });
  return { ...visited, pay: visited.page.locator('[part=pay]') };
}

describe('the code of events', () => {
  it('says thank you', async () => {
    const heading = 'Say thank you';
    const { page, pay, close } = await tried(heading, { made: PAID }, codeUnder(events, heading, 'html')[0]);
    expect(await page.locator('#thanks').isVisible()).toBe(false);
    await pay.click();
    await page.locator('#thanks').waitFor();
    expect(await page.locator('#thanks').innerText()).toBe('Thank you! We received 4500.00 DZD.');
    await close();
  });

  it('asks for something before the press counts', async () => {
    const heading = 'Ask for something before the press counts';
    const { page, pay, close } = await tried(heading, { made: PAID }, codeUnder(events, heading, 'html')[0]);
    const presses: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && presses.push(request.url())));
    await pay.click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('size');
    expect(presses).toEqual([]);
    await page.locator('select').selectOption('M');
    await pay.click();
    await page.locator('[part=paid]').waitFor();
    expect(presses).toEqual(['https://pay.shop.example/v1/links?lang=en']);
    await close();
  });

  it('comes late and misses nothing', async () => {
    const { page, close } = await tried('Come late, and miss nothing', { offer: { availability: 'exhausted' } });
    await page.locator('body.sold-out').waitFor();
    await close();
  });

  it('notices failures', async () => {
    const made = { status: 502, body: { code: 'upstream_rejected', retryable: false, detail: 'No.' } };
    const { page, pay, close } = await tried('Notice failures', { made });
    await pay.click();
    await page.locator('[part=error]').waitFor();
    const notes = await page.evaluate(() => (window as unknown as { notes: string[] }).notes);
    expect(notes).toEqual(['upstream_rejected, needs somebody']);
    await close();
  });
});

/** The first column's names in the table under a heading. */
function rows(heading: string, column: number): string[] {
  const section = events.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!;
  const cells = section.split('\n').flatMap((line) => line.split(/(?<!\\)\|/)[column] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!));
}

describe('the tables of events', () => {
  it('have every code that can come', () => {
    const named = rows('Notice failures', 1).filter((name) => name !== 'code');
    // The element deals with a changed offer by itself, and the document says so.
    const expected = ['network', ...ERROR_CODES.filter((code) => code !== 'offer_changed')];
    expect(named.toSorted()).toEqual(expected.toSorted());
  });

  it('have every event', () => {
    const named = new Set(rows('In which order', 2));
    expect([...named].filter((name) => name.startsWith('mytpe-')).toSorted()).toEqual(
      elementDocs(readManifest())
        .events.map(({ name }) => name)
        .toSorted(),
    );
  });

  it('have them in the order in which they come', async () => {
    const { page, close } = await visit(browser, {
      markup: `${BUTTON}<script>
        window.seen = [];
        for (const name of ['ready', 'amount-change', 'pay', 'link', 'open', 'paid', 'error'])
          document.addEventListener('mytpe-' + name, () => window.seen.push(name));
      </script>`,
    });
    await page.locator('[part=pay]').click();
    await page.locator('[part=opened]').waitFor();
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([
      'ready',
      'pay',
      'link',
      'open',
    ]);
    await close();
  });
});
