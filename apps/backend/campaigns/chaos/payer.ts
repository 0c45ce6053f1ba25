import { setTimeout as pause } from 'node:timers/promises';

import type { Attempt } from './attempts.ts';

/** A link in the backend's response. */
export interface LinkResponse {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly payable: boolean;
}

/** The result of an attempt, as its payer sees it. */
export interface Outcome {
  readonly attempt: Attempt;
  /** The links that were returned, in order. Empty if the attempt was never acknowledged. */
  readonly acknowledged: readonly LinkResponse[];
  /** Errors that are not retryable, as `status code`. */
  readonly refusals: readonly string[];
}

export interface PayerOptions {
  /** Returns the current addresses of the backends; one of them may be down or frozen. */
  readonly urls: () => readonly string[];
  /** Random numbers for the pauses between retries. */
  readonly random: () => number;
  /** Counts each response: `201`, `503 upstream_unavailable`, `no response`. */
  readonly count: (response: string) => void;
  /** Timeout of one request, ms. */
  readonly timeoutMs: number;
}

interface Reply {
  readonly ok: boolean;
  readonly body: Record<string, unknown>;
  readonly retryAfterMs: number;
}

/** A payer gives up after this time without a success, ms. */
const GIVE_UP_AFTER_MS = 600_000;
const MAX_PAUSE_MS = 2000;

/** Acts like the button: reads the offer, then requests its link, and retries with the same key until it gets a response. */
export async function attemptToPay(attempt: Attempt, options: PayerOptions): Promise<Outcome> {
  const until = Date.now() + GIVE_UP_AFTER_MS;
  const refusals: string[] = [];
  const sendRequest = (request: Omit<RetriedRequest, 'until' | 'refusals' | 'address'>) =>
    sendWithRetries({ ...request, until, refusals, address: attempt.address }, options);
  const offer = await sendRequest({ path: `/v1/offers/${attempt.offer}`, first: attempt.number });
  if (!offer) return { attempt, acknowledged: [], refusals };
  const press = (first: number) =>
    sendRequest({ path: '/v1/links', init: linkRequest(attempt, offer['version']), first });
  // The second concurrent press is another tab, which a balancer would send to another replica.
  const presses = attempt.isDouble ? [attempt.number, attempt.number + 1] : [attempt.number];
  const bodies = await Promise.all(presses.map(press));
  const acknowledged = bodies.filter((body) => body !== null).map((body) => body as unknown as LinkResponse);
  return { attempt, acknowledged, refusals };
}

function linkRequest({ key, offer, reference, amount }: Attempt, version: unknown): RequestInit {
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

/** A request that is retried until it gets a response. */
interface RetriedRequest {
  readonly path: string;
  readonly init?: RequestInit;
  readonly address: string;
  /** Index of the first backend; each retry goes to the next backend. */
  readonly first: number;
  readonly until: number;
  /** Receives errors that are not retryable. */
  readonly refusals: string[];
}

/** @returns the body; `null` after an error that is not retryable, or after `until`. */
async function sendWithRetries(
  request: RetriedRequest,
  options: PayerOptions,
): Promise<Record<string, unknown> | null> {
  const headers = { ...request.init?.headers, 'x-forwarded-for': request.address };
  for (let index = request.first; Date.now() < request.until; index += 1) {
    const urls = options.urls();
    const reply = await send(urls[index % urls.length]! + request.path, { ...request.init, headers }, options);
    if (reply?.ok) return reply.body;
    if (reply && reply.body['retryable'] !== true) {
      request.refusals.push(`${String(reply.body['status'])} ${String(reply.body['code'])}`);
      return null;
    }
    const retryAfterMs = reply?.retryAfterMs ?? 200;
    await pause(Math.min(MAX_PAUSE_MS, retryAfterMs) * (0.5 + options.random() / 2));
  }
  return null;
}

/** @returns `null` without a response: the connection was refused or reset, or the request timed out. */
async function send(url: string, init: RequestInit, { count, timeoutMs }: PayerOptions): Promise<Reply | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    const body = (await response.json()) as Record<string, unknown>;
    count(response.ok ? String(response.status) : `${response.status} ${String(body['code'])}`);
    return { ok: response.ok, body, retryAfterMs: 1000 * Number(response.headers.get('retry-after') ?? 1) };
  } catch {
    count('no response');
    return null;
  }
}
