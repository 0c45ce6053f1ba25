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

/** A page that holds the button in a way of its own, and where a press pays at once. */
function open(site: Partial<SitePage>): Promise<Visit> {
  return visit(browser, { markup: BUTTON, made: PAID, ...site });
}

/** The payer presses, and is told that it is paid. */
async function pays(page: Page | Frame): Promise<void> {
  await page.locator('[part=pay]').click();
  await page.locator('[part=receipt]').waitFor();
}

describe('however a page brings the script', () => {
  it.each([
    ['twice', SCRIPT + SCRIPT],
    ['twice, at two addresses', SCRIPT + SCRIPT.replace('.js', '.js?again')],
    ['in two versions', SCRIPT.replace('.example/', '.example/v0.0.9/') + SCRIPT],
    ['at once, before the page is read', SCRIPT.replace('type=', 'async type=')],
  ])('%s, the button pays once', async (_, script) => {
    const { page, complaints, close } = await open({ script });
    const presses: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && presses.push(request.url())));
    await pays(page);
    expect(presses).toHaveLength(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('after the button, it takes over what stands there', async () => {
    const { page, complaints, close } = await open({ script: ' ', markup: BUTTON + SCRIPT });
    await pays(page);
    expect(await page.locator('#own').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  it('never, the page’s own link stays', async () => {
    const { page, close } = await open({ script: ' ' });
    expect(await page.locator('#own').isVisible()).toBe(true);
    await close();
  });
});

describe('wherever a page puts the button', () => {
  it('beside the body, before there is one', async () => {
    const early = `<script>
      const button = document.createElement('mytpe-pay-button');
      button.setAttribute('offer', 'course');
      document.documentElement.append(button);
    </script>`;
    const { page, complaints, close } = await open({ script: SCRIPT + early, markup: '' });
    expect(await page.locator('html > mytpe-pay-button').count()).toBe(1);
    await pays(page);
    expect(complaints).toEqual([]);
    await close();
  });

  it('in a closed shadow root: the page hears of it all the same', async () => {
    const markup = `<div id="host"></div><script>
      window.heard = [];
      for (const name of ['mytpe-ready', 'mytpe-pay', 'mytpe-paid'])
        addEventListener(name, ({ target }) => heard.push(name + ' of ' + target.id));
      const root = host.attachShadow({ mode: 'closed' });
      root.innerHTML = ${JSON.stringify(BUTTON)};
      window.inside = root.querySelector('mytpe-pay-button');
    </script>`;
    const { page, complaints, close } = await open({ markup });
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
    expect(complaints).toEqual([]);
    await close();
  });

  it('in a frame', async () => {
    const inside = `<!doctype html>${SCRIPT}${BUTTON}`.replaceAll('"', '&quot;');
    const { page, complaints, close } = await open({ script: ' ', markup: `<iframe srcdoc="${inside}"></iframe>` });
    await page.locator('iframe').waitFor();
    await pays(page.frames()[1]!);
    expect(complaints).toEqual([]);
    await close();
  });

  it('in a frame that has no origin, and so no script and no backend: the page’s own link stays', async () => {
    const inside = `<!doctype html>${SCRIPT}${BUTTON}`.replaceAll('"', '&quot;');
    const markup = `<iframe sandbox="allow-scripts" srcdoc="${inside}"></iframe>`;
    const { page, close } = await open({ script: ' ', markup });
    await page.locator('iframe').waitFor();
    const frame = page.frames()[1]!;
    await frame.waitForLoadState('networkidle');
    expect(await frame.locator('#own').isVisible()).toBe(true);
    await close();
  });

  it('in a form, which a press does not send, and which knows nothing of the amount', async () => {
    const markup = `<form action="/sent"><input name="size">${BUTTON}</form>`;
    const { page, complaints, close } = await open({ markup });
    await pays(page);
    expect(page.url()).toBe('https://shop.example/');
    expect(await page.evaluate(() => new FormData(document.querySelector('form')!).has('amount'))).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  it('as a copy of one that was used, it begins anew', async () => {
    const { page, complaints, close } = await open({});
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
    expect(complaints).toEqual([]);
    await close();
  });

  it('out of sight at first, it is whole when it is shown', async () => {
    const hidden = BUTTON.replace(' offer', ' hidden offer');
    const { page, complaints, close } = await open({ markup: hidden });
    expect(await page.locator('[part=pay]').isVisible()).toBe(false);
    await page.evaluate(() => document.querySelector('mytpe-pay-button')!.removeAttribute('hidden'));
    await pays(page);
    expect(complaints).toEqual([]);
    await close();
  });
});
