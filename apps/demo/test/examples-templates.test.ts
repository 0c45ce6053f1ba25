import { join } from 'node:path';

import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { FRAMEWORKS, type Framework, changedExample } from './changed-example.ts';
import { serveFolder } from './serve-folder.ts';

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
});
afterAll(() => browser.close());

/** A function, the ways of sharing and a boolean attribute, in each framework's syntax. */
const WRITTEN: Record<Framework, string> = {
  react: 'offerToken={() => "a.b.c"} share="qr" disabled',
  vue: `:offer-token="() => 'a.b.c'" share="qr" disabled`,
  svelte: 'offer-token={() => "a.b.c"} share="qr" disabled',
  angular: '[offerToken]="token" share="qr" disabled',
  solid: 'offer-token={() => "a.b.c"} share={String("qr")} disabled',
};

/** A property name, which a server would render as an attribute. The other frameworks set the property. */
const camelCase = (name: Framework): string =>
  ['react', 'svelte', 'solid'].includes(name) ? '<mytpe-pay-button termsRequired></mytpe-pay-button>' : '';
/** Angular treats a name without brackets as an attribute. */
const wrong = (name: Framework): string =>
  `<mytpe-pay-button ${name === 'angular' ? '[ofer]="1"' : 'ofer="donation"'}></mytpe-pay-button>`;
const RIGHT =
  '<mytpe-pay-button offer-token="a.b.c" reference="A-1" amount="1500" lang="ar" variant="button" target="_self" ' +
  'theme="dark" endpoint="https://pay.shop.example" terms-url="https://shop.example/terms" terms-required id="second"><b slot="label">Give</b></mytpe-pay-button>';
const OFFER = 'offer="donation"';
const STATUS = '<p role="status">';
/** In Angular the template sees only the component's members. */
const token = (name: Framework): [string, string][] =>
  name === 'angular' ? [['readonly link', "readonly token = () => 'a.b.c';\n  readonly link"]] : [];

describe.each(FRAMEWORKS)('a template in %s', (name) => {
  it('reports only the wrong value, the wrong use of an event and the unknown attribute', async () => {
    const changed = changedExample(name, [
      [OFFER, `${OFFER} ${WRITTEN[name]} variant="big"`],
      ['event.detail.link', 'event.detail.price'],
      [STATUS, wrong(name) + camelCase(name) + RIGHT + STATUS],
      ...token(name),
    ]);
    const says = await changed.runScript('typecheck');
    expect(says).toMatch(/"big"\W+is not assignable/);
    expect(says).toMatch(/'price' does not exist/);
    expect(says).toMatch(/ofer\W+(?:does not exist|since it isn't a known property)/);
    if (camelCase(name)) expect(says).toMatch(/termsRequired\W+does not exist/);
    expect(says.match(/error (?:TS|NG)\d+|^Error:/gm)).toHaveLength(camelCase(name) ? 4 : 3);
  }, 120_000);

  it('passes functions, flags and the ways of sharing to the element', async () => {
    const changed = changedExample(name, [[OFFER, `${OFFER} ${WRITTEN[name]}`], ...token(name)]);
    expect(await changed.runScript('build')).toBe('');
    const page = await browser.newPage();
    await page.goto(`${await serveFolder(join(changed.folder, 'dist'))}/examples/${name}/`);
    const button = page.locator('mytpe-pay-button');
    await button.waitFor({ state: 'attached' });
    const seen = await button.evaluate((element) => {
      const { offerToken, share, disabled, toggleShare } = element as HTMLElement & Record<string, unknown>;
      const written = element.getAttribute('offer-token');
      return { offerToken: typeof offerToken, written, share, disabled, toggleShare: typeof toggleShare };
    });
    const functions = { offerToken: 'function', toggleShare: 'function' };
    expect(seen).toEqual({ ...functions, written: null, share: 'qr', disabled: true });
    await page.close();
  }, 120_000);
});
