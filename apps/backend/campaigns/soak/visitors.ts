import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { Pool } from 'undici';

import type { Tally } from './tally.ts';

/**
 * Requests per second of each kind. The presses stay below half of `MAX_LINKS_PER_MINUTE`, where the proof of work begins.
 */
const PACE = { view: 10, sharedPress: 3, press: 0.8, read: 5 } as const;
/** Visitors come from this many addresses, so that no memory of addresses grows for want of time. */
const ADDRESSES = 400;
/** Seven of ten links are paid. */
const PAID_OF_TEN = 7;
const WATCH_MS = 60_000;
const REMEMBERED = 500;

interface Made {
  readonly id: string;
  readonly slug: string;
}

/** Visitors of a shop: they look, press, watch and pay, at a steady pace. */
export interface Visitors {
  /** Comes and goes until `until` (epoch ms), then waits for the last answers. */
  visit(until: number): Promise<void>;
  /** Links that were paid at MyTPE. */
  readonly paid: ReadonlySet<string>;
  /** Links that were acknowledged. */
  readonly made: ReadonlySet<string>;
  /** @returns the link as it is shown, `null` when it is not. */
  read(id: string): Promise<{ paid: boolean } | null>;
  /** Follows a link until it is told to be paid, or `ms` have passed. */
  watch(id: string, ms: number): Promise<void>;
  end(): Promise<void>;
}

export function createVisitors(url: string, sandboxUrl: string, tally: Tally): Visitors {
  const pool = new Pool(url, { connections: 64 });
  const made = new Set<string>();
  const paid = new Set<string>();
  const recent: Made[] = [];
  const under = new Set<Promise<unknown>>();

  async function ask(what: string, method: 'GET' | 'POST', path: string, body?: object, key?: string) {
    const n = randomInt(ADDRESSES);
    const headers = {
      'x-forwarded-for': `10.1.${n >> 8}.${n & 255}`,
      'accept-language': ['fr', 'ar', 'en'][n % 3]!,
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const began = Date.now();
    try {
      const answer = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
      const value = (await answer.body.json()) as Record<string, unknown>;
      const isGood = answer.statusCode < 300;
      tally.count(what, isGood ? 'answered' : `${answer.statusCode} ${value['code'] as string}`, isGood, began);
      return isGood ? value : null;
    } catch (error) {
      tally.count(what, `no answer: ${(error as Error).message}`, false);
      return null;
    }
  }

  /** A press; as the element does, again with the same key until it is answered. */
  async function press(): Promise<void> {
    const key = randomUUID();
    for (let n = 0; n < 10; n += 1) {
      const link = await ask('press', 'POST', '/v1/links', { offer: 'tshirt' }, key);
      if (link) return follow({ id: link['id'] as string, slug: (link['url'] as string).split('/').at(-1)! });
      await pause(2000);
    }
    tally.count('press', 'given up', false);
  }

  async function follow(link: Made): Promise<void> {
    made.add(link.id);
    recent.push(link);
    if (recent.length > REMEMBERED) recent.shift();
    const watching = watch(link.id, WATCH_MS);
    if (randomInt(10) < PAID_OF_TEN) {
      await pause(1000 + randomInt(4000));
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: '{}' };
      const answer = await fetch(`${sandboxUrl}/_sandbox/links/${link.slug}/pay`, init);
      if (answer.ok) paid.add(link.id);
      tally.count('payment', String(answer.status), answer.ok);
      await answer.text();
    }
    await watching;
  }

  async function watch(id: string, ms: number): Promise<void> {
    const leaving = AbortSignal.timeout(ms);
    while (!leaving.aborted) {
      try {
        const answer = await fetch(`${url}/v1/links/${id}/events`, { signal: leaving });
        if (!answer.ok) {
          const { code } = (await answer.json()) as { code: string };
          tally.count('stream', `${answer.status} ${code}`, false);
        } else if (await isToldPaid(answer)) return tally.count('stream', 'told that it was paid', true);
      } catch (error) {
        if (!leaving.aborted) tally.count('stream', `broke off: ${(error as Error).message}`, false);
      }
      await pause(1000);
    }
    tally.count('stream', 'left unpaid', true);
  }

  const work = {
    view: () => ask('view', 'GET', `/v1/offers/${randomInt(2) ? 'tshirt' : 'pay-us'}`),
    sharedPress: () => ask('shared press', 'POST', '/v1/links', { offer: 'pay-us' }, randomUUID()),
    press,
    read: async () => {
      const link = recent[randomInt(Math.max(1, recent.length))];
      if (link) await ask('read', 'GET', `/v1/links/${link.id}`);
    },
  };

  return {
    made,
    paid,
    read: async (id) => (await ask('read', 'GET', `/v1/links/${id}`)) as { paid: boolean } | null,
    watch,
    async visit(until) {
      const timers = Object.entries(PACE).map(([name, perSecond]) =>
        setInterval(() => {
          const one: Promise<unknown> = work[name as keyof typeof work]().finally(() => under.delete(one));
          under.add(one);
        }, 1000 / perSecond),
      );
      await pause(until - Date.now());
      for (const timer of timers) clearInterval(timer);
      while (under.size > 0) await Promise.all(under);
    },
    end: () => pool.close(),
  };
}

/** Reads events until one says paid; `false` when the stream ends before. */
async function isToldPaid(answer: Response): Promise<boolean> {
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text = (text + chunk).slice(-4000);
    if (text.includes('"paid":true')) {
      return true;
    }
  }
  return false;
}
