import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ERROR_CODES } from '@mytpe-pay/contract';

import { sitePage } from '../../../../.ci/site-page.ts';
import { elementDocs, readManifest } from '../../manifest/read-manifest.ts';
import { linkView } from '../element/samples.ts';
import { codeUnder } from './documents.ts';
import { type SitePage, launch, visit } from './merchant-site.ts';

const events = sitePage('develop/events');
const BUTTON = '<mytpe-pay-button offer="course" lang="en"></mytpe-pay-button>';
const PAID = linkView({ paid: true, payable: false, status: 'exhausted' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Opens a page with the document's HTML and script under a heading, and a button. */
async function tried(heading: string, site: Partial<SitePage> = {}, html = '') {
  const script = `<script type="module">${codeUnder(events, heading, 'js').join('\n')}</script>`;
  const visited = await visit(browser, { ...site, markup: html + BUTTON + script });
  return { ...visited, pay: visited.page.locator('[part=pay]') };
}

describe('the examples of events', () => {
  it('show a confirmation', async () => {
    const heading = 'Show a confirmation';
    const { page, pay, close } = await tried(heading, { made: PAID }, codeUnder(events, heading, 'html')[0]);
    expect(await page.locator('#thanks').isVisible()).toBe(false);
    await pay.click();
    await page.locator('#thanks').waitFor();
    expect(await page.locator('#thanks').innerText()).toBe('Thank you! We received 4500.00 DZD.');
    await close();
  });

  it('validate a form before the payment', async () => {
    const heading = 'Validate a form before the payment';
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

  it('read the state in a late script', async () => {
    const { page, close } = await tried('Read the state in a late script', { offer: { availability: 'exhausted' } });
    await page.locator('body.sold-out').waitFor();
    await close();
  });

  it('record failures', async () => {
    const made = { status: 502, body: { code: 'upstream_rejected', retryable: false, detail: 'No.' } };
    const { page, pay, close } = await tried('Record failures', { made });
    await pay.click();
    await page.locator('[part=error]').waitFor();
    const notes = await page.evaluate(() => (window as unknown as { notes: string[] }).notes);
    expect(notes).toEqual(['upstream_rejected, permanent']);
    await close();
  });
});

/** The names in a column of the table under a heading. */
function rows(heading: string, column: number): string[] {
  const section = events.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!;
  const cells = section.split('\n').flatMap((line) => line.split(/(?<!\\)\|/)[column] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!));
}

describe('the tables of events', () => {
  it('list every error code', () => {
    const named = rows('Record failures', 1).filter((name) => name !== 'code');
    // The element handles a changed offer itself, and the document says so.
    const expected = ['network', ...ERROR_CODES.filter((code) => code !== 'offer_changed')];
    expect(named.toSorted()).toEqual(expected.toSorted());
  });

  it('list every event', () => {
    const named = new Set(rows('Order of events', 2));
    expect([...named].filter((name) => name.startsWith('mytpe-')).toSorted()).toEqual(
      elementDocs(readManifest())
        .events.map(({ name }) => name)
        .toSorted(),
    );
  });

  it('list the events in their order', async () => {
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
