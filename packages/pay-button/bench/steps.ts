import type { Page } from 'playwright-core';

import { LANGUAGES } from '@mytpe-pay/contract/money';

import { builtFiles } from './builds.ts';
import { type Figure, figure } from './figures.ts';
import { type Shop, noteUsable, usableAt, withShop } from './shop.ts';

/** Counts the requests before the button is usable, and the scripts for everything a payer can do. Adds the file sizes. */
export function steps(): Promise<Figure[]> {
  return withShop(async (shop) => {
    const figures: Figure[] = [];
    for (const language of LANGUAGES) {
      const { first, all } = await go(shop, language);
      figures.push(figure(`${language}: requests before it is usable`, first.length, '', 2));
      figures.push(figure(`${language}: scripts, with pressing, sharing and a challenge`, scripts(all).length, '', 1));
    }
    const sizes = builtFiles().files.filter(({ name }) => name.endsWith('.js'));
    return [...figures, ...sizes.map(({ name, brotli }) => figure(name, brotli, 'B brotli'))];
  });
}

const scripts = (requests: readonly string[]): string[] => [
  ...new Set(requests.filter((path) => path.endsWith('.js'))),
];

async function go({ browser, backend, address }: Shop, language: string): Promise<Record<'first' | 'all', string[]>> {
  const page = await browser.newPage();
  const all: string[] = [];
  page.on('request', (request) => void (request.url().startsWith(backend) && all.push(pathOf(request.url()))));
  await noteUsable(page);
  await page.goto(address(`<mytpe-pay-button offer="course" lang="${language}"></mytpe-pay-button>`));
  const first = await neededToBeUsable(page);
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  await page.locator('[part=share]').click();
  await page.locator('[part=qr]').waitFor();
  await page.goto(address(`<mytpe-pay-button offer="loaded" lang="${language}"></mytpe-pay-button>`));
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  await page.close();
  return { first, all };
}

/** The addresses of all responses before the button was usable. */
async function neededToBeUsable(page: Page): Promise<string[]> {
  const addresses = await page.evaluate(
    (usable) => {
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      return resources.filter(({ responseEnd }) => responseEnd <= usable).map(({ name }) => name);
    },
    await usableAt(page),
  );
  return addresses.filter((address) => !address.startsWith('data:')).map(pathOf);
}

const pathOf = (address: string): string => new URL(address).pathname;
