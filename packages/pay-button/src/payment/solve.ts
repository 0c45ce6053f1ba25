/*! Contains altcha-lib, (c) 2023-2026 Daniel Regeci, MIT License, https://github.com/altcha-org/altcha-lib */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

const PATIENCE_MS = 30_000;
const SLICE_MS = 100;

/**
 * Solves a proof-of-work challenge with Web Crypto, which derives keys outside the main thread. Derives one key per
 * counter, and checks before each whether `press` is aborted.
 *
 * @returns the ALTCHA payload for the `solution` field of `POST /v1/links`; `undefined` when aborted or after 30 seconds.
 * @throws Error when `altcha-lib` cannot read the challenge.
 */
export async function solve({ parameters, signature }: Challenge, press: AbortController): Promise<string | undefined> {
  const challenge = { parameters, signature };
  const end = performance.now() + PATIENCE_MS;
  let counter = 0;
  while (!press.signal.aborted && performance.now() < end) {
    const solution = await solveChallenge({
      challenge,
      controller: press,
      counterStart: counter,
      // The library waits for a timer every 200 ms. The payer's new tab hides this page, and browsers fire the timers of
      // hidden pages once a second. A slice ends before that.
      timeout: SLICE_MS,
      deriveKey: (...input) => {
        counter += 1;
        return deriveKey(...input);
      },
    });
    if (solution) return btoa(JSON.stringify({ challenge, solution }));
  }
  return undefined;
}
