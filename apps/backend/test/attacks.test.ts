import { describe, expect, it } from 'vitest';

import type { Figure } from '../campaigns/hostile/attacks/attack.ts';
import { changedAmounts, oneDay, sharedAddress } from '../campaigns/hostile/attacks/budgets.ts';
import { distributed } from '../campaigns/hostile/attacks/proof-of-work.ts';

const missed = (figures: readonly Figure[]): string[] =>
  figures.filter(({ ok }) => ok === false).map(({ name, value }) => `${name}: ${value}`);

/** A budget that the bots use up within seconds, also on a busy machine. */
const SMALL = { MAX_LINKS_PER_MINUTE: '40' };

/** Short runs of the campaign in campaigns/hostile/README.md. */
describe('attacks on the built backend with its standard limits', { timeout: 120_000 }, () => {
  it.each([oneDay, sharedAddress])('$title: honest payers are served', async (attack) => {
    expect(missed(await attack.run({ seconds: 1 }))).toEqual([]);
  });

  it('two signed invoices whose amount changes with every press: the others are served', async () => {
    expect(missed(await changedAmounts.run({ seconds: 6 }))).toEqual([]);
  });

  it('200 addresses that press as fast as they can: payers and signed carts are served', async () => {
    expect(missed(await distributed.run({ seconds: 10, settings: SMALL }))).toEqual([]);
  });

  it('the same without proof of work: the campaign sees that payers are refused', async () => {
    const figures = await distributed.run({ seconds: 10, settings: { ...SMALL, PROOF_OF_WORK: 'off' } });
    expect(missed(figures)).toEqual([expect.stringContaining('presses of the catalog')]);
  });
});
