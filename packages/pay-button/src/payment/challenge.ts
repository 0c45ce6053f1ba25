/*! Contains altcha-lib, (c) 2023-2026 Daniel Regeci, MIT License, https://github.com/altcha-org/altcha-lib */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

import type { PayError } from '../api/request.ts';
import type { LinkView } from '../api/types.ts';

/** The limit of challenges per click. The backend may raise the difficulty while it is under load. */
const MAX_ROUNDS = 3;
/** The longest `Retry-After` that the element waits without asking the payer, in seconds. */
const MAX_WAIT_S = 10;
const TIMEOUT_MS = 30_000;
const SLICE_MS = 100;

/** Sends the request for a link. @param solution the `solution` field of its body, omitted if `undefined`. */
export type Send = (solution?: string | null) => Promise<LinkView>;

/**
 * Sends a request for a link, and repeats it while the backend is under load: with the solution of each challenge that
 * comes with `challenge_required`, and once after a short `Retry-After`.
 *
 * @param press aborted when the caller does not need the response any more. Nothing more is solved or sent.
 * @throws PayError of the last response.
 */
export async function sendUnderLoad(send: Send, press: AbortController): Promise<LinkView> {
  let solution: string | null | undefined;
  let rounds = 0;
  let hasWaited = false;
  for (;;) {
    try {
      return await send(solution);
    } catch (error) {
      const { code, challenge, retryable, retryAfter = 0 } = error as Partial<PayError>;
      if (code === 'challenge_required' && challenge && solution !== null && rounds < MAX_ROUNDS) {
        rounds += 1;
        solution = await solutionOf(challenge, press);
        if (solution === undefined) throw error;
      } else if (code !== 'challenge_required' && retryable && retryAfter && retryAfter <= MAX_WAIT_S && !hasWaited) {
        hasWaited = true;
        await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
      } else throw error;
      if (press.signal.aborted) throw error;
    }
  }
}

/** @returns `null` if the page has no Web Crypto (plain http), which the request reports; `undefined` without a solution. */
async function solutionOf(challenge: unknown, press: AbortController): Promise<string | null | undefined> {
  // Undefined on plain http pages, which the DOM's types do not know.
  if (!(crypto.subtle as SubtleCrypto | undefined)) return null;
  try {
    return await solve(challenge as Challenge, press);
  } catch {
    // The challenge has another format. The payer sees the backend's message and can retry.
    return undefined;
  }
}

/**
 * Solves a proof-of-work challenge with Web Crypto, which derives keys outside the main thread. Derives one key per
 * counter, and checks before each one whether `press` is aborted.
 *
 * @returns the ALTCHA payload for the `solution` field of `POST /v1/links`; `undefined` when aborted or after 30 seconds.
 * @throws Error when `altcha-lib` cannot read the challenge.
 */
async function solve({ parameters, signature }: Challenge, press: AbortController): Promise<string | undefined> {
  const challenge = { parameters, signature };
  const end = performance.now() + TIMEOUT_MS;
  let counter = 0;
  while (!press.signal.aborted && performance.now() < end) {
    const solution = await solveChallenge({
      challenge,
      controller: press,
      counterStart: counter,
      // The library yields to a timer every 200 ms. The payer's new tab hides this page, and browsers limit the timers of
      // hidden pages to one per second. A slice ends before the library yields.
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
