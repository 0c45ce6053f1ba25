import { describe, expect, it } from 'vitest';

import { sample } from '../../../.ci/sample.ts';
import type { Figure } from '../campaigns/hostile/attacks/attack.ts';
import { changedAmounts, oneBlock, oneDay, sharedAddress } from '../campaigns/hostile/attacks/budgets.ts';
import { openBodies, refusedRequests } from '../campaigns/hostile/attacks/connections.ts';
import { distributed } from '../campaigns/hostile/attacks/proof-of-work.ts';
import { watchedLinks } from '../campaigns/hostile/attacks/slow-mytpe.ts';

const missed = (figures: readonly Figure[]): string[] =>
  figures.filter(({ ok }) => ok === false).map(({ name, value }) => `${name}: ${value}`);

/** Short runs of the campaign in campaigns/hostile/README.md. */
describe('attacks on the built backend with its standard limits', { timeout: 120_000 }, () => {
  it.each(
    sample([oneBlock, changedAmounts, oneDay, sharedAddress, openBodies, watchedLinks, refusedRequests], [oneDay]),
  )('$title: every figure meets its limit', async (attack) => {
    expect(missed(await attack.run({ seconds: 10 }))).toEqual([]);
  });

  it('200 addresses press continuously: payers and signed carts are served', async () => {
    expect(missed(await distributed.run({ seconds: 6, settings: { MAX_LINKS_PER_MINUTE: '40' } }))).toEqual([]);
  });

  it('without proof of work the campaign reports that payers are refused', async () => {
    // A budget so small that the bots exhaust it before the second press, even on a busy machine.
    const settings = { MAX_LINKS_PER_MINUTE: '8', PROOF_OF_WORK: 'off' };
    const figures = await distributed.run({ seconds: 6, settings });
    expect(missed(figures)).toEqual([expect.stringContaining('presses of the catalog')]);
  });
});
