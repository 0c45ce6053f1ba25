import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { Pool } from 'undici';

import type { Tally } from './tally.ts';

/** Requests per second. The presses stay below half of `MAX_LINKS_PER_MINUTE`, above which a proof of work is required. */
const PACE = { view: 10, sharedPress: 3, press: 0.8, read: 5 } as const;
/** Number of visitor addresses. It is fixed, so that the backend's memory per address stops growing. */
const ADDRESSES = 400;
/** Number of links out of ten that are paid. */
const PAID_OF_TEN = 7;
const WATCH_MS = 60_000;
const REMEMBERED = 500;

interface CreatedLink {
  readonly id: string;
  readonly slug: string;
}

/** Visitors of a shop who view offers, press the button, follow links and pay, at a steady rate. */
export interface Visitors {
  /** Generates load until `until` (epoch ms), then waits for the last responses. */
  visit(until: number): Promise<void>;
  /** Links that were paid at MyTPE. */
  readonly paid: ReadonlySet<string>;
  /** Links that were acknowledged. */
  readonly created: ReadonlySet<string>;
  /** @returns the link, or `null` if the backend does not return it. */
  read(id: string): Promise<{ paid: boolean } | null>;
  /** Follows a link's events until one reports the payment, or `ms` have passed. */
  watch(id: string, ms: number): Promise<void>;
  end(): Promise<void>;
}

export function createVisitors(url: string, sandboxUrl: string, tally: Tally): Visitors {
  const pool = new Pool(url, { connections: 64 });
  const created = new Set<string>();
  const paid = new Set<string>();
  const recent: CreatedLink[] = [];
  const pending = new Set<Promise<unknown>>();

  async function send(name: string, method: 'GET' | 'POST', path: string, body?: object, key?: string) {
    const n = randomInt(ADDRESSES);
    const headers = {
      'x-forwarded-for': `10.1.${n >> 8}.${n & 255}`,
      'accept-language': ['fr', 'ar', 'en'][n % 3]!,
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const startedAt = Date.now();
    try {
      const response = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
      const value = (await response.body.json()) as Record<string, unknown>;
      const isGood = response.statusCode < 300;
      tally.count(name, isGood ? 'ok' : `${response.statusCode} ${value['code'] as string}`, isGood, startedAt);
      return isGood ? value : null;
    } catch (error) {
      tally.count(name, `no response: ${(error as Error).message}`, false);
      return null;
    }
  }

  /** Presses the button like the element: retries with the same key until it gets a link. */
  async function press(): Promise<void> {
    const key = randomUUID();
    for (let n = 0; n < 10; n += 1) {
      const link = await send('press', 'POST', '/v1/links', { offer: 'tshirt' }, key);
      if (link) return follow({ id: link['id'] as string, slug: (link['url'] as string).split('/').at(-1)! });
      await pause(2000);
    }
    tally.count('press', 'gave up', false);
  }

  async function follow(link: CreatedLink): Promise<void> {
    created.add(link.id);
    recent.push(link);
    if (recent.length > REMEMBERED) recent.shift();
    const watching = watch(link.id, WATCH_MS);
    if (randomInt(10) < PAID_OF_TEN) {
      await pause(1000 + randomInt(4000));
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: '{}' };
      const response = await fetch(`${sandboxUrl}/_sandbox/links/${link.slug}/pay`, init);
      if (response.ok) paid.add(link.id);
      tally.count('payment', String(response.status), response.ok);
      await response.text();
    }
    await watching;
  }

  async function watch(id: string, ms: number): Promise<void> {
    const leaving = AbortSignal.timeout(ms);
    while (!leaving.aborted) {
      try {
        const response = await fetch(`${url}/v1/links/${id}/events`, { signal: leaving });
        if (!response.ok) {
          const { code } = (await response.json()) as { code: string };
          tally.count('stream', `${response.status} ${code}`, false);
        } else if (await reportsPayment(response)) return tally.count('stream', 'payment reported', true);
      } catch (error) {
        if (!leaving.aborted) tally.count('stream', `disconnected: ${(error as Error).message}`, false);
      }
      await pause(1000);
    }
    tally.count('stream', 'not paid', true);
  }

  const actions = {
    view: () => send('view', 'GET', `/v1/offers/${randomInt(2) ? 'tshirt' : 'pay-us'}`),
    sharedPress: () => send('shared press', 'POST', '/v1/links', { offer: 'pay-us' }, randomUUID()),
    press,
    read: async () => {
      const link = recent[randomInt(Math.max(1, recent.length))];
      if (link) await send('read', 'GET', `/v1/links/${link.id}`);
    },
  };

  return {
    created,
    paid,
    read: async (id) => (await send('read', 'GET', `/v1/links/${id}`)) as { paid: boolean } | null,
    watch,
    async visit(until) {
      const timers = Object.entries(PACE).map(([name, perSecond]) =>
        setInterval(() => {
          const action: Promise<unknown> = actions[name as keyof typeof actions]().finally(() =>
            pending.delete(action),
          );
          pending.add(action);
        }, 1000 / perSecond),
      );
      await pause(until - Date.now());
      for (const timer of timers) clearInterval(timer);
      while (pending.size > 0) await Promise.all(pending);
    },
    end: () => pool.close(),
  };
}

/** Reads events until one reports the payment. @returns `false` if the stream ends first. */
async function reportsPayment(response: Response): Promise<boolean> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text = (text + chunk).slice(-4000);
    if (text.includes('"paid":true')) {
      return true;
    }
  }
  return false;
}
