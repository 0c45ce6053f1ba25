import { Challenge, CreateLinkRequest } from '@mytpe-pay/contract';
import type { Payload } from 'altcha-lib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launch, visit } from './docs/merchant-site.ts';
import { challengeRequired, isSolved } from './element/challenges.ts';
import { linkView } from './element/samples.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Clicks Pay in the built drop-in while its backend is under load. */
async function pressed(address: string) {
  const bodies: CreateLinkRequest[] = [];
  const { page, close } = await visit(browser, {
    address,
    markup: '<mytpe-pay-button offer="course" endpoint="https://pay.shop.example"></mytpe-pay-button>',
    async made(body) {
      bodies.push(CreateLinkRequest.parse(body));
      return bodies.at(-1)!.solution === null || (await isSolved(body)) ? linkView() : challengeRequired({});
    },
  });
  await page.locator('[part=share]').waitFor();
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  const isSecure = await page.evaluate(() => isSecureContext);
  await close();
  return { bodies, isSecure };
}

describe('the drop-in, while its backend is under load', () => {
  it('solves the challenge, and sends the request of the contract', async () => {
    const { bodies } = await pressed('https://shop.example/');
    const [first, second] = bodies;
    const { solution, ...same } = second!;
    expect(first).toEqual(same);
    const { challenge } = JSON.parse(atob(solution!)) as Payload;
    expect(Challenge.parse(challenge)).toEqual(challenge);
  });

  it('reports to the backend that a plain http page cannot solve it', async () => {
    const { bodies, isSecure } = await pressed('http://shop.example/');
    expect(isSecure).toBe(false);
    expect(bodies.map(({ solution }) => solution)).toEqual([undefined, null]);
  });
});
