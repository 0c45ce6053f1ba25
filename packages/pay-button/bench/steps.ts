import type { Page } from 'playwright-core';

import { LANGUAGES } from '@mytpe-pay/contract/money';

import { type Figure, figure } from './figures.ts';
import { type Built, type Shop, builtFiles, noteUsable, usableAt, withShop } from './shop.ts';

/** What a browser asked the backend for, one after another, until something was there. */
interface Step {
  readonly name: 'first load' | 'after it, unasked' | 'press' | 'sharing' | 'press under load';
  readonly requests: readonly string[];
}

/** Sizes of every step that a payer can go, in each language, and the requests before the button can be used. */
export function steps(): Promise<Figure[]> {
  return withShop(async (shop) => {
    const built = builtFiles();
    const figures: Figure[] = [];
    for (const language of LANGUAGES) figures.push(...weigh(built, language, await go(shop, language)));
    return [...figures, ...built.files.filter(isScript).map(({ name, brotli }) => figure(name, brotli, 'B brotli'))];
  });
}

const isScript = ({ name }: { readonly name: string }): boolean => name.endsWith('.js');

async function go({ browser, backend, address }: Shop, language: string): Promise<Step[]> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const gone: Step[] = [];
  page.on('request', (request) => void (request.url().startsWith(backend) && requests.push(pathOf(request.url()))));
  const done = (name: Step['name'], until = requests): void => {
    gone.push({ name, requests: until.filter((path) => !gone.some((step) => step.requests.includes(path))) });
  };
  await noteUsable(page);
  await page.goto(address(`<mytpe-pay-button offer="course" lang="${language}"></mytpe-pay-button>`));
  const first = await neededToBeUsable(page);
  await page.waitForLoadState('networkidle');
  done('first load', first);
  done('after it, unasked');
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  await page.waitForLoadState('networkidle');
  done('press');
  await page.locator('[part=share]').click();
  await page.locator('[part=qr]').waitFor();
  done('sharing');
  await page.goto(address(`<mytpe-pay-button offer="loaded" lang="${language}"></mytpe-pay-button>`));
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  done('press under load');
  await page.close();
  return gone;
}

/** What had been answered when the button could be used. */
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

function weigh({ files }: Built, language: string, gone: readonly Step[]): Figure[] {
  const weight = (path: string): number => {
    const name = path === '/mytpe-pay-button.js' ? 'current.js' : path.split('/').at(-1)!;
    return files.find((file) => file.name === name)?.brotli ?? 0;
  };
  const figures: Figure[] = [];
  let all = 0;
  for (const { name, requests } of gone) {
    const own = requests.reduce((sum, path) => sum + weight(path), 0);
    all += own;
    figures.push(figure(`${language}: ${name}, scripts`, own, 'B brotli', name === 'first load' ? 10_000 : undefined));
    if (name === 'first load')
      figures.push(figure(`${language}: requests before it is usable`, requests.length, '', 3));
  }
  return [...figures, figure(`${language}: all that it ever loads, scripts`, all, 'B brotli', 18_000)];
}
