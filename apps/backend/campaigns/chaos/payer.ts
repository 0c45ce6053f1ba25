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
  /** Decides pauses. */
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
const GIVES_UP_MS = 600_000;
const LONGEST_PAUSE_MS = 2000;

/** Does what the button does: shows the offer, then asks for its link, with the same key until there is an answer. */
export async function attemptToPay(attempt: Attempt, options: PayerOptions): Promise<Outcome> {
  const until = Date.now() + GIVES_UP_MS;
  const refusals: string[] = [];
  const send = (errand: Omit<Errand, 'until' | 'refusals' | 'address'>) =>
    insist({ ...errand, until, refusals, address: attempt.address }, options);
  const offer = await send({ path: `/v1/offers/${attempt.offer}`, first: attempt.number });
  if (!offer) return { attempt, acknowledged: [], refusals };
  const press = (first: number) => send({ path: '/v1/links', init: order(attempt, offer['version']), first });
  // A second press at once is another tab's, which the balancer sends elsewhere.
  const presses = attempt.isDouble ? [attempt.number, attempt.number + 1] : [attempt.number];
  const answers = await Promise.all(presses.map(press));
  const acknowledged = answers.filter((body) => body !== null).map((body) => body as unknown as ToldLink);
  return { attempt, acknowledged, refusals };
}

function order({ key, offer, reference, amount }: Attempt, version: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      offer,
      version,
      ...(reference !== null && { reference }),
      ...(amount !== null && { amount }),
    }),
  };
}

/** Something that is asked for until it is answered. */
interface Errand {
  readonly path: string;
  readonly init?: RequestInit;
  readonly address: string;
  /** Which backend is asked first; the next one at each further try. */
  readonly first: number;
  readonly until: number;
  /** Where refusals are noted. */
  readonly refusals: string[];
}

/** @returns `null` after a refusal, or when it takes too long. */
async function insist(errand: Errand, options: PayerOptions): Promise<Record<string, unknown> | null> {
  const headers = { ...errand.init?.headers, 'x-forwarded-for': errand.address };
  for (let turn = errand.first; Date.now() < errand.until; turn += 1) {
    const urls = options.urls();
    const answer = await ask(urls[turn % urls.length]! + errand.path, { ...errand.init, headers }, options);
    if (answer?.ok) return answer.body;
    if (answer && answer.body['retryable'] !== true) {
      errand.refusals.push(`${String(answer.body['status'])} ${String(answer.body['code'])}`);
      return null;
    }
    const asked = answer?.retryAfterMs ?? 200;
    await pause(Math.min(LONGEST_PAUSE_MS, asked) * (0.5 + options.random() / 2));
  }
  return null;
}

/** @returns `null` when no answer came: refused, reset, or not within the payer's patience. */
async function ask(url: string, init: RequestInit, { count, patienceMs }: PayerOptions): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
    const body = (await response.json()) as Record<string, unknown>;
    count(response.ok ? String(response.status) : `${response.status} ${String(body['code'])}`);
    return { ok: response.ok, body, retryAfterMs: 1000 * Number(response.headers.get('retry-after') ?? 1) };
  } catch {
    count('no answer');
    return null;
  }
}
