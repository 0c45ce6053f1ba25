import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type SitePage, type Visit, launch, visit } from './docs/merchant-site.ts';
import { linkView } from './element/samples.ts';

const SCRIPT = '<script type="module" src="https://pay.shop.example/mytpe-pay-button.js"></script>';
const FALLBACK = '<a id="own" href="https://pay.mytpe.example/own">Pay</a>';
const BUTTON = `<mytpe-pay-button offer="course" lang="en">${FALLBACK}</mytpe-pay-button>`;
const PAID = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** A page that includes the button in an unusual way. Its link is paid immediately. */
function open(site: Partial<SitePage>): Promise<Visit> {
  return visit(browser, { markup: BUTTON, made: PAID, ...site });
}

/** Clicks Pay, and waits for the confirmation. */
async function pays(page: Page | Frame): Promise<void> {
  await page.locator('[part=pay]').click();
  await page.locator('[part=receipt]').waitFor();
}

describe('scripts', () => {
  it.each([
    ['twice', SCRIPT + SCRIPT],
    ['twice, at two addresses', SCRIPT + SCRIPT.replace('.js', '.js?again')],
    ['in two versions', SCRIPT.replace('.example/', '.example/v0.0.9/') + SCRIPT],
    ['immediately, before the page is parsed', SCRIPT.replace('type=', 'async type=')],
  ])('load %s: the button pays once', async (_, script) => {
    const { page, consoleErrors, close } = await open({ script });
    const presses: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && presses.push(request.url())));
    await pays(page);
    expect(presses).toHaveLength(1);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('load after the button: it takes over its markup', async () => {
    const { page, consoleErrors, close } = await open({ script: ' ', markup: BUTTON + SCRIPT });
    await pays(page);
    expect(await page.locator('#own').isVisible()).toBe(false);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('fail to load: the page’s own link stays', async () => {
    const { page, close } = await open({ script: ' ' });
    expect(await page.locator('#own').isVisible()).toBe(true);
    await close();
  });
});

describe('positions of the button', () => {
  it('outside the body, before the body exists', async () => {
    const early = `<script>
      const button = document.createElement('mytpe-pay-button');
      button.setAttribute('offer', 'course');
      document.documentElement.append(button);
    </script>`;
    const { page, consoleErrors, close } = await open({ script: SCRIPT + early, markup: '' });
    expect(await page.locator('html > mytpe-pay-button').count()).toBe(1);
    await pays(page);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('a closed shadow root: the page receives the events', async () => {
    const markup = `<div id="host"></div><script>
      window.heard = [];
      for (const name of ['mytpe-ready', 'mytpe-pay', 'mytpe-paid'])
        addEventListener(name, ({ target }) => heard.push(name + ' of ' + target.id));
      const root = host.attachShadow({ mode: 'closed' });
      root.innerHTML = ${JSON.stringify(BUTTON)};
      window.inside = root.querySelector('mytpe-pay-button');
    </script>`;
    const { page, consoleErrors, close } = await open({ markup });
    await page.evaluate(async () => {
      const { inside } = window as unknown as { inside: { ready: Promise<void>; pay(): Promise<void> } };
      await customElements.whenDefined('mytpe-pay-button');
      await inside.ready;
      await inside.pay();
    });
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
      'mytpe-ready of host',
      'mytpe-pay of host',
      'mytpe-paid of host',
    ]);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('a frame', async () => {
    const inside = `<!doctype html>${SCRIPT}${BUTTON}`.replaceAll('"', '&quot;');
    const { page, consoleErrors, close } = await open({ script: ' ', markup: `<iframe srcdoc="${inside}"></iframe>` });
    await page.locator('iframe').waitFor();
    await pays(page.frames()[1]!);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('a frame without an origin, and therefore without script and backend: the page’s own link stays', async () => {
    const inside = `<!doctype html>${SCRIPT}${BUTTON}`.replaceAll('"', '&quot;');
    const markup = `<iframe sandbox="allow-scripts" srcdoc="${inside}"></iframe>`;
    const { page, close } = await open({ script: ' ', markup });
    await page.locator('iframe').waitFor();
    const frame = page.frames()[1]!;
    await frame.waitForLoadState('networkidle');
    expect(await frame.locator('#own').isVisible()).toBe(true);
    await close();
  });

  it('a form: a click does not submit it, and the form data has no amount', async () => {
    const markup = `<form action="/sent"><input name="size">${BUTTON}</form>`;
    const { page, consoleErrors, close } = await open({ markup });
    await pays(page);
    expect(page.url()).toBe('https://shop.example/');
    expect(await page.evaluate(() => new FormData(document.querySelector('form')!).has('amount'))).toBe(false);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('a copy of a used button starts a new payment', async () => {
    const { page, consoleErrors, close } = await open({});
    await pays(page);
    await page.evaluate(() => {
      const used = document.querySelector('mytpe-pay-button')!;
      const copy = used.cloneNode(true) as HTMLElement;
      copy.id = 'copy';
      copy.setAttribute('offer', 'other');
      used.replaceWith(copy);
    });
    await page.locator('#copy [part=pay]').waitFor();
    await pays(page);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('hidden at first: the button is complete when it is shown', async () => {
    const hidden = BUTTON.replace(' offer', ' hidden offer');
    const { page, consoleErrors, close } = await open({ markup: hidden });
    expect(await page.locator('[part=pay]').isVisible()).toBe(false);
    await page.evaluate(() => document.querySelector('mytpe-pay-button')!.removeAttribute('hidden'));
    await pays(page);
    expect(consoleErrors).toEqual([]);
    await close();
  });
});
