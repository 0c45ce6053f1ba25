import type { Challenge } from '@mytpe-pay/contract';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../../.ci/sample.ts';
import { systemClock } from '../lib/clock.ts';
import { createChallenges } from './challenges.ts';

const challenges = createChallenges({ secret: 'a-secret-of-the-test', clock: systemClock });

/** Solves a challenge as the element does. */
async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}

describe('a challenge', () => {
  it('is solved with Web Crypto, for the key it was created for and no other', async () => {
    const solution = await solve(await challenges.create('key-1', 0.5));
    expect(await challenges.verify(solution, 'key-1')).toBe(true);
    expect(await challenges.verify(solution, 'key-2')).toBe(false);
  });

  it.each([
    [0, 300],
    [0.5, 300],
    [0.55, 600],
    [0.72, 4800],
    [0.8, 19_200],
    [7, 19_200],
  ])('at a load of %d takes between half and all of %i attempts', async (load, most) => {
    const ranges: number[][] = [];
    const random = (...range: [number, number]) => (ranges.push(range), range[0]);
    await createChallenges({ secret: 'a', clock: systemClock, random }).create('key', load);
    expect(ranges).toEqual([[most / 2, most]]);
  });

  it('is refused when it was changed, when another installation signed it, and when it expired', async () => {
    const challenge = await challenges.create('key', 0.5);
    const easier = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '00' } };
    expect(await challenges.verify(await solve(easier), 'key')).toBe(false);
    const other = createChallenges({ secret: 'another', clock: systemClock });
    expect(await other.verify(await solve(challenge), 'key')).toBe(false);
    const past = createChallenges({
      secret: 'a-secret-of-the-test',
      clock: { ...systemClock, now: () => Date.now() - 121_000 },
    });
    expect(await challenges.verify(await solve(await past.create('key', 0.5)), 'key')).toBe(false);
  });

  it('is not solved by an invented key', async () => {
    const challenge = await challenges.create('key', 0.5);
    const derivedKey = `${challenge.parameters.keyPrefix}${'00'.repeat(16)}`;
    const payload = btoa(JSON.stringify({ challenge, solution: { counter: 200, derivedKey } }));
    expect(await challenges.verify(payload, 'key')).toBe(false);
  });

  it('accepts any text as a solution without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => btoa(unescape(encodeURIComponent(json)))),
        ),
        async (text) => {
          expect(await challenges.verify(text, 'key')).toBe(false);
        },
      ),
      { numRuns: runs(100, 1000) },
    );
  });
});
