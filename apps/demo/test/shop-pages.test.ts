/** Runs every HTML sample of the pages for shop owners in a browser, on a page of another origin than the backend's. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { matrix } from '../../../.ci/sample.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';
import {
  contents,
  htmlSamples,
  LANGUAGES,
  type PageLanguage,
  SHOP_PAGES,
  shopDocument,
  type ShopPage,
  type Site,
  startSite,
  withoutLinkTexts,
} from './shop-documents.ts';

/** The price of the offer `tshirt`, as a button in each language shows it. */
const PRICE = { en: '4,500 DA', fr: '4 500 DA', ar: '4.500 د.ج' } satisfies Record<PageLanguage, string>;
/** A suggested amount of the offer `donation`, as a button in each language shows it. */
const SUGGESTED = { en: '2,000 DA', fr: '2 000 DA', ar: '2.000 د.ج' } satisfies Record<PageLanguage, string>;
const REFUSED = {
  en: 'Payments are not allowed from this page.',
  fr: 'Le paiement n’est pas autorisé depuis cette page.',
  ar: 'الدفع غير مسموح به من هذه الصفحة.',
} satisfies Record<PageLanguage, string>;
/** The restrictions that a frame of an HTML embed has on Wix sites with sandboxed frames. */
const WIX_SANDBOX = 'sandbox="allow-same-origin allow-forms allow-popups allow-scripts allow-pointer-lock"';

let shop: Site;
let frames: Site;
let stranger: Site;
let demo: DemoSystem;
beforeAll(async () => {
  [shop, frames, stranger] = [await startSite(), await startSite(), await startSite()];
  demo = await startDemo({
    ALLOWED_ORIGINS: `${shop.origin},${frames.origin}`,
    LOG_LEVEL: 'info',
    // The samples create more unpaid links than the default allows one address.
    MAX_UNPAID_LINKS_PER_ADDRESS: '200',
  });
}, 60_000);
afterAll(async () => {
  for (const site of [shop, frames, stranger]) site.close();
  await demo.close();
});

/** The sample with the address of the test's backend. */
function local(sample: string): string {
  expect(sample).toContain('https://pay.shop.example');
  return sample.replaceAll('https://pay.shop.example', demo.backend);
}

const inPage = (language: PageLanguage, body: string, head = ''): string =>
  `<!doctype html><html lang="${language}"><title>Shop</title>${head}<body>${body}</body></html>`;

const plain = (text: string): string =>
  text.replaceAll(/[\u00A0\u202F]/g, ' ').replaceAll(/[\u200E\u200F\u2066-\u2069]/g, '');

/** Waits until every button shows its offer, and returns the text of the first. */
async function shownText(page: Page | Frame): Promise<string> {
  const host = page.locator('mytpe-pay-button').first();
  await host.locator('[part=pay]').waitFor();
  const states = () =>
    page.locator('mytpe-pay-button').evaluateAll((all) => all.map((one) => (one as never as { state: string }).state));
  await eventually(async () => (await states()).every((state) => state === 'ready'), 'every button is ready');
  return plain(await host.locator('[part=base]').innerText());
}

/** Clicks Pay, and returns the tab with the payment page. */
async function payInNewTab(page: Page, where: Page | Frame = page): Promise<Page> {
  const pay = where.locator('mytpe-pay-button').first().locator('[part=pay]');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), pay.click()]);
  await tab.waitForURL(`${demo.sandbox}/pay/**`);
  expect(await tab.evaluate(() => window.opener as unknown)).toBeNull();
  return tab;
}

/** The pages that a shop owner can build from the samples of a document: each button and link, with the script it needs. */
function pagesFrom(page: ShopPage, language: PageLanguage): { button: string[]; link: string[] } {
  const samples = htmlSamples(page, language);
  const scripts = samples.filter((sample) => contents(sample).script && !contents(sample).button);
  const links = samples.filter((sample) => contents(sample).link);
  const complete = samples.filter((sample) => contents(sample).button && contents(sample).script);
  const separate = samples.filter((sample) => contents(sample).button && !contents(sample).script);
  const button = [
    ...complete,
    ...separate.map((sample) => scripts.find((script) => !script.includes('replaceWith'))! + sample),
    ...scripts.filter((script) => script.includes('replaceWith')).map((script) => links[0]! + script),
  ];
  return { button, link: links };
}

const embed = (language: PageLanguage): string => local(pagesFrom('wix', language).button[0]!);

// The first test, because the backend summarizes refusals in its log after the first ones of a minute.
it('the page about Wix shows the line with which the backend logs a refused frame', async () => {
  const src = stranger.serve(embed('en'));
  const { page, done } = await demo.visit(shop.serve(inPage('en', `<iframe src="${src}"></iframe>`)));
  await page.frames()[1]!.locator('mytpe-pay-button [part=error]').waitFor();
  const [, line] = /```text\n *(.*)\n/.exec(shopDocument('wix', 'en'))!;
  const expected = line!.replace('https://www-shop-example.filesusr.com', stranger.origin);
  const log = () => demo.output.join('').replaceAll('\\"', '"');
  await eventually(async () => log().includes(expected), `the log contains ${expected}`);
  await done();
});

describe.each(SHOP_PAGES)('the page “%s”', (name) => {
  it('has the same code in all languages', () => {
    const [english, ...others] = LANGUAGES.map((language) => withoutLinkTexts(htmlSamples(name, language)));
    expect(english!.length).toBeGreaterThan(0);
    for (const samples of others) expect(samples).toEqual(english);
  });

  it.each(LANGUAGES)(
    'names the plain address of the offer, and the message for a page that is not allowed (%s)',
    (language) => {
      expect(shopDocument(name, language)).toContain('https://pay.shop.example/pay/tshirt');
      expect(shopDocument(name, language).replaceAll('\n', ' ')).toContain(REFUSED[language]);
    },
  );
});

it.each(matrix(SHOP_PAGES, LANGUAGES))(
  'the samples of “%s” (%s) show the price and lead to the payment page',
  async (name, language) => {
    const { button, link } = pagesFrom(name, language);
    expect(button.length).toBeGreaterThan(0);
    const { page, done } = await demo.visit();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => void faults.push(message));
    for (const sample of button) {
      await page.goto(shop.serve(inPage(language, local(sample))));
      const shown = sample.includes('offer="donation"') && !sample.includes('offer="tshirt"') ? SUGGESTED : PRICE;
      expect(await shownText(page)).toContain(shown[language]);
      await (await payInNewTab(page)).close();
      await page.evaluate(() => sessionStorage.clear());
    }
    for (const sample of link) {
      await page.goto(shop.serve(inPage(language, local(sample))));
      await page.getByRole('link').click();
      await page
        .getByText(/4[,.\s\u00A0\u202F]500/)
        .first()
        .waitFor();
      await page.locator('main form button').click();
      await page.waitForURL(`${demo.sandbox}/pay/**`);
    }
    expect(faults).toEqual([]);
    await done();
  },
);

it.each(LANGUAGES)(
  'a page that is not in SHOP_ORIGINS shows the message that the pages quote (%s)',
  async (language) => {
    const { page, done } = await demo.visit(
      stranger.serve(inPage(language, local(pagesFrom('html', language).button[0]!))),
    );
    await page.locator('mytpe-pay-button [part=error]').getByText(REFUSED[language]).waitFor();
    await done();
  },
);

describe('WordPress', () => {
  it('has a donation button, and a link inside it that opens MyTPE’s page directly, as the page says', async () => {
    const sample = htmlSamples('wordpress', 'en').find((one) => one.includes('offer="donation"'))!;
    const { page, done } = await demo.visit(shop.serve(inPage('en', local(sample))));
    await page.getByRole('link', { name: 'Donate' }).click();
    await page.waitForURL(`${demo.sandbox}/pay/**`);
    await page.getByLabel('Amount').first().waitFor();
    await done();
  });

  it('leaves the link, which leads to the payment page, when it removes the script and unknown tags', async () => {
    const left = pagesFrom('wordpress', 'en').button[0]!.replaceAll(
      /<script.*?<\/script>|<\/?mytpe-pay-button[^>]*>/g,
      '',
    );
    const { page, done } = await demo.visit(shop.serve(inPage('en', local(left))));
    await page.getByRole('link', { name: 'Buy' }).click();
    await page.waitForURL(`${demo.backend}/pay/tshirt`);
    await done();
  });
});

describe('Wix', () => {
  it.each(matrix(LANGUAGES, ['', WIX_SANDBOX]))(
    'pays in an HTML embed of the documented size (%s, %s)',
    async (language, sandbox) => {
      const [, width, height] = /(\d+) pixels wide and (\d+) pixels high/.exec(shopDocument('wix', 'en'))!;
      const size = `width="${width}" height="${height}"`;
      const outer = inPage('en', `<iframe ${sandbox} src="${frames.serve(embed(language))}" ${size}></iframe>`);
      const { page, done } = await demo.visit(shop.serve(outer), { locale: `${language}-DZ` });
      const frame = page.frames()[1]!;
      expect(await shownText(frame)).toContain(PRICE[language]);
      expect(await frame.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(Number(height));
      const tab = await payInNewTab(page, frame);
      await tab.locator('[data-testid=pay]').click();
      await frame.locator('mytpe-pay-button [part=paid]').waitFor();
      await done();
    },
  );

  it('opens the link in a tab when the script does not load', async () => {
    const src = frames.serve(embed('en').replace('mytpe-pay-button.js', 'missing.js'));
    const { page, context, done } = await demo.visit(shop.serve(inPage('en', `<iframe src="${src}"></iframe>`)));
    const link = page.frames()[1]!.getByRole('link', { name: 'Buy' });
    const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await tab.getByRole('button', { name: 'Pay' }).waitFor();
    await done();
  });

  it('cannot pay inside the frame, as the page says', async () => {
    const src = frames.serve(embed('en').replace('offer="tshirt"', 'offer="tshirt" target="_self"'));
    const { page, done } = await demo.visit(shop.serve(inPage('en', `<iframe src="${src}"></iframe>`)));
    const refusal = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.frames()[1]!.locator('mytpe-pay-button [part=pay]').click();
    await refusal;
    await done();
  });

  it('pays with a custom element, also if Wix loads the file as a classic script and restricts new tabs', async () => {
    const script = htmlSamples('wix', 'en').find((sample) => !contents(sample).button)!;
    const [, url] = /\*\*Server URL\*\*, and enter `(.*?)`/.exec(shopDocument('wix', 'en'))!;
    const attributes = [...shopDocument('wix', 'en').matchAll(/^ +\| `(\w+)` \| `(\w+)` \|$/gm)].map(
      ([, name, value]) => [name!, value!],
    );
    expect(attributes).toEqual([
      ['offer', 'tshirt'],
      ['target', '_self'],
    ]);
    const wix = `<script>
      window.open = () => ({});
      const script = document.createElement('script');
      script.src = ${JSON.stringify(local(url!))};
      document.head.append(script);
      const button = document.createElement('mytpe-pay-button');
      document.body.append(button);
      for (const [name, value] of ${JSON.stringify(attributes)}) button.setAttribute(name, value);
    </script>`;
    const { page, done } = await demo.visit(shop.serve(inPage('fr', wix, local(script))));
    expect(await shownText(page)).toContain(PRICE.fr);
    await page.locator('mytpe-pay-button [part=pay]').click();
    await page.waitForURL(`${demo.sandbox}/pay/**`);
    await done();
  });
});

describe('Shopify', () => {
  it('has a page for the amount of an order, which leads to the payment page', async () => {
    const [address] = /https:\/\/pay\.shop\.example\/pay\/invoice/.exec(shopDocument('shopify', 'en'))!;
    const { page, done } = await demo.visit(`${local(address)}?lang=en`);
    await page.getByLabel('Amount in dinars').fill('7300');
    await page.locator('main form button').click();
    await page.waitForURL(`${demo.sandbox}/pay/**`);
    await done();
  });
});
