import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sitePage } from '../../../../.ci/site-page.ts';
import { challengeRequired, isSolved } from '../element/challenges.ts';
import { linkView } from '../element/samples.ts';
import { codeUnder } from './documents.ts';
import { launch, visit } from './merchant-site.ts';

const csp = sitePage('develop/csp');
const policyUnder = (heading: string): string => codeUnder(csp, heading, '')[0]!.trim();
const tagUnder = (heading: string): string => codeUnder(csp, heading, 'html')[0]!.trim();
const PLAIN = policyUnder('The script from your backend');
const BUTTON =
  '<mytpe-pay-button offer="course" lang="en" endpoint="https://pay.shop.example" terms-url="/terms"></mytpe-pay-button>';
const PAID = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/**
 * Pays with a challenge on one visit, and shares in every way on another.
 * @returns the browser's errors, except the 429 itself
 */
async function errorsUnder(policy: string, script?: string): Promise<string[]> {
  const site = { markup: BUTTON, policy, ...(script && { script }) };
  const made = async (body: unknown) => ((await isSolved(body)) ? PAID : challengeRequired({}));
  const paying = await visit(browser, { ...site, made });
  await paying.page.locator('[part=pay]').click();
  await paying.page.locator('[part=receipt]').waitFor();
  await paying.close();
  const sharing = await visit(browser, site);
  await sharing.page.locator('[part=share]').click();
  await sharing.page.locator('[part=qr] path[d^=M]').waitFor();
  for (const way of ['svg', 'png']) {
    const saved = sharing.page.waitForEvent('download');
    await sharing.page.locator(`[part=${way}]`).click();
    await saved;
  }
  const sheet = sharing.page.waitForEvent('popup');
  await sharing.page.locator('[part=print]').click();
  await sheet;
  await sharing.close();
  const consoleErrors = paying.consoleErrors.filter((text) => !text.includes('status of 429'));
  expect(consoleErrors).toHaveLength(paying.consoleErrors.length - 1);
  return [...consoleErrors, ...sharing.consoleErrors];
}

const nonce = 'With a nonce';
const own = 'The script from your own site';
describe('paying and sharing work under the documented policies', () => {
  it.each<[string, string, string?]>([
    ['the plain one', PLAIN],
    [nonce, policyUnder(nonce), tagUnder(nonce)],
    [own, policyUnder(own), '<script type="module" src="/mytpe-pay-button.js"></script>'],
    ['Trusted Types', `${PLAIN}; ${policyUnder('Trusted Types')}`],
  ])('%s', async (_, policy, script) => {
    expect(await errorsUnder(policy, script)).toEqual([]);
  });

  it('works in a sandbox, with the browser’s own warning', async () => {
    const consoleErrors = await errorsUnder(`${PLAIN}; ${policyUnder('In a sandbox')}`);
    expect(consoleErrors.filter((text) => !text.includes('can escape its sandboxing'))).toEqual([]);
  });

  it('fails under a policy that lacks a source', async () => {
    const policy = PLAIN.replace(/; connect-src .*/, '');
    const { page, consoleErrors, close } = await visit(browser, { markup: BUTTON, policy });
    await page.locator('[part=retry]').waitFor();
    expect(consoleErrors.join('\n')).toContain('connect-src');
    await close();
  });

  it('runs a pinned script if its hash matches', async () => {
    const file = readFileSync(new URL('../../dist/dropin/mytpe-pay-button.js', import.meta.url));
    const hash = createHash('sha384').update(file).digest('base64');
    const script = tagUnder('Pin the script with Subresource Integrity').replace('sha384-…', `sha384-${hash}`);
    const { page, consoleErrors, close } = await visit(browser, { markup: BUTTON, policy: PLAIN, script });
    await page.locator('[part=share]').waitFor();
    expect(consoleErrors).toEqual([]);
    await close();
  });
});
