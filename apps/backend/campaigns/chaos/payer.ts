import { setTimeout as pause } from 'node:timers/promises';

import type { Attempt } from './attempts.ts';

/** A link as the backend told it. */
export interface ToldLink {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly payable: boolean;
}

/** What became of an attempt, as far as its payer can see. */
export interface Outcome {
  readonly attempt: Attempt;
  /** Every answer with a link, in the order they came. None: it was never acknowledged. */
  readonly acknowledged: readonly ToldLink[];
  /** Answers after which trying again is not allowed. */
  readonly refusals: readonly string[];
}

export interface PayerOptions {
  /** Where the backends are now; one may be down, or frozen. */
  readonly urls: () => readonly string[];
  readonly random: () => number;
  /** Counts what is answered: `201`, `503 upstream_unavailable`, `no answer`. */
  readonly count: (answer: string) => void;
  /** How long one answer is waited for, ms. */
  readonly patienceMs: number;
}

interface Answer {
  readonly ok: boolean;
  readonly body: Record<string, unknown>;
  readonly retryAfterMs: number;
}

/** A payer who has seen nothing but failures for so long goes away. */
const GIVES_UP_MS = 180_000;
const LONGEST_PAUSE_MS = 2000;

/** Does what the button does: shows the offer, then asks for its link, with the same key until there is an answer. */
export async function attemptToPay(attempt: Attempt, options: PayerOptions): Promise<Outcome> {
  const until = Date.now() + GIVES_UP_MS;
  const refusals: string[] = [];
  const send = (path: string, init?: RequestInit) => insist(path, init, attempt, options, refusals, until);
  const offer = await send(`/v1/offers/${attempt.offer}`);
  if (!offer) return { attempt, acknowledged: [], refusals };
  const { reference, amount } = attempt;
  const press = () =>
    send('/v1/links', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': attempt.key },
      body: JSON.stringify({
        offer: attempt.offer,
        version: offer['version'],
        ...(reference !== null && { reference }),
        ...(amount !== null && { amount }),
      }),
    });
  const answers = await Promise.all(attempt.isDouble ? [press(), press()] : [press()]);
  const acknowledged = answers.filter((body) => body !== null).map((body) => body as unknown as ToldLink);
  return { attempt, acknowledged, refusals };
}

/** Asks until it is answered, now here, now there. @returns `null` after a refusal, or when it takes too long. */
async function insist(
  path: string,
  init: RequestInit | undefined,
  { address }: Attempt,
  options: PayerOptions,
  refusals: string[],
  until: number,
): Promise<Record<string, unknown> | null> {
  while (Date.now() < until) {
    const answer = await ask(path, { ...init, headers: { ...init?.headers, 'x-forwarded-for': address } }, options);
    if (answer?.ok) return answer.body;
    if (answer && answer.body['retryable'] !== true) {
      refusals.push(`${String(answer.body['status'])} ${String(answer.body['code'])}`);
      return null;
    }
    const asked = answer?.retryAfterMs ?? 200;
    await pause(Math.min(LONGEST_PAUSE_MS, asked) * (0.5 + options.random() / 2));
  }
  return null;
}

/** @returns `null` when no answer came: refused, reset, or not within the payer's patience. */
async function ask(path: string, init: RequestInit, { urls, random, count, patienceMs }: PayerOptions) {
  const all = urls();
  const url = all[Math.floor(random() * all.length)]!;
  try {
    const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(patienceMs) });
    const body = (await response.json()) as Record<string, unknown>;
    const answer: Answer = {
      ok: response.ok,
      body,
      retryAfterMs: 1000 * Number(response.headers.get('retry-after') ?? 1),
    };
    count(response.ok ? String(response.status) : `${response.status} ${String(body['code'])}`);
    return answer;
  } catch {
    count('no answer');
    return null;
  }
}
