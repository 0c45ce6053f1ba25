import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Visit, launch, visit } from './docs/merchant-site.ts';
import { challengeRequired, isSolved } from './element/challenges.ts';
import { linkView } from './element/samples.ts';

interface Manifest {
  readonly version: string;
  readonly entry: string;
  readonly development: string;
}
const built = (name: string): string => readFileSync(new URL(`../dist/dropin/${name}`, import.meta.url), 'utf8');
const { version, entry, development } = JSON.parse(built('manifest.json')) as Manifest;

/** Every script that a backend serves, by version and by name, and a later file of an older version with several. */
const SERVED = [entry, development].flatMap((name) => [`/v${version}/${name}`, `/${name}`]);
const OLD_CHUNK = '/v0.0.9/fr-BRO76lFG.js';
const FALLBACK = '<a id="own" href="https://pay.mytpe.example/own">Pay</a>';
const MARKUP = `<mytpe-pay-button offer="course" lang="ar">${FALLBACK}</mytpe-pay-button>`;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** The code of a script, changed so that it records when any of it runs. */
function tampered(path: string): string {
  const code = path === OLD_CHUNK ? 'export default {};' : built(path.split('/').at(-1)!);
  return `globalThis.traces = [...(globalThis.traces ?? []), 'changed'];${code}`;
}

/** Opens a page that pins a script while the file at `changed` differs from the built one. */
function open(pinned: string, changed?: string): Promise<Visit> {
  const hash = createHash('sha384')
    .update(built(pinned.split('/').at(-1)!))
    .digest('base64');
  return visit(browser, {
    script: `<script type="module" src="https://pay.shop.example${pinned}" integrity="sha384-${hash}" crossorigin></script>`,
    markup: MARKUP,
    // A body of `null` is the element's request for its link.
    made: async (body) => (body === null || (await isSolved(body)) ? linkView() : challengeRequired({})),
    scripts: changed === undefined ? {} : { [changed]: tampered(changed) },
  });
}

const traces = ({ page }: Visit): Promise<unknown> =>
  page.evaluate(() => (globalThis as { traces?: unknown }).traces ?? []);
const scriptsOf = ({ requested }: Visit): string[] => requested.filter((path) => path.endsWith('.js'));

/** Uses everything that the button can do: pays after a challenge, shares, and changes the language. */
async function useAll({ page }: Visit): Promise<void> {
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  await page.locator('[part=share]').click();
  await page.locator('[part=qr] path[d^=M]').waitFor();
  for (const lang of ['en', 'fr']) {
    await page.locator('mytpe-pay-button').evaluate((button, value) => button.setAttribute('lang', value), lang);
    await page.locator(`[part=base][lang=${lang}]`).waitFor();
  }
}

describe.each([entry, development].map((name) => `/v${version}/${name}`))('a page that pins %s', (pinned) => {
  it('requests only this file and the offer before the button is usable', async () => {
    const visited = await open(pinned);
    await visited.page.locator('[part=pay]').waitFor();
    expect(visited.requested).toEqual([pinned, '/v1/offers/course']);
    await visited.close();
  });

  it('runs nothing of the changed file, and keeps its own link', async () => {
    const visited = await open(pinned, pinned);
    await visited.page.locator('#own').waitFor();
    expect(visited.consoleErrors.join('\n')).toContain('integrity');
    expect(await traces(visited)).toEqual([]);
    expect(await visited.page.evaluate(() => customElements.get('mytpe-pay-button') === undefined)).toBe(true);
    expect(visited.requested).toEqual([pinned]);
    await visited.close();
  });

  it.each([...SERVED, OLD_CHUNK].filter((path) => path !== pinned))(
    'pays and shares without a request for %s, which was changed',
    async (changed) => {
      const visited = await open(pinned, changed);
      await useAll(visited);
      expect(scriptsOf(visited)).toEqual([pinned]);
      expect(await traces(visited)).toEqual([]);
      await visited.close();
    },
  );
});

it('the test would detect changed code', async () => {
  const visited = await visit(browser, { markup: MARKUP, scripts: { [`/${entry}`]: tampered(`/${entry}`) } });
  await visited.page.locator('[part=pay]').waitFor();
  expect(await traces(visited)).toEqual(['changed']);
  await visited.close();
});
