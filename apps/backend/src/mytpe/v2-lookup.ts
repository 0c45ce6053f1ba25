import type { V2Client, V2Link, V2LinkSummary } from '@mytpe-pay/client';

import { withGatewayErrors, GatewayError } from './gateway.ts';

/** Attempts to read a page or a link. Reads change nothing, so the lookup repeats a read without a valid response. */
const READ_ATTEMPTS = 4;

/** A caller that waits for the link of a slug. */
interface Waiter {
  readonly slug: string;
  readonly resolve: (link: V2Link | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Returns the link of a slug in an instance, with its details; `undefined` if there is none. */
export type LinkBySlug = (instanceId: string, slug: string) => Promise<V2Link | undefined>;

/**
 * Creates the lookup of links by slug. v2 has no such query, so the lookup reads the instance's list, which can be long. One
 * search serves all callers that wait for links of the same instance. A caller that arrives during a search waits for the
 * next search, which sees every link that existed before the call.
 */
export function createLookup(client: V2Client): LinkBySlug {
  const waiting = new Map<string, Waiter[]>();

  async function searchAll(instanceId: string): Promise<void> {
    for (;;) {
      const waiters = waiting.get(instanceId)!;
      if (waiters.length === 0) break;
      waiting.set(instanceId, []);
      await search(client, instanceId, waiters);
    }
    waiting.delete(instanceId);
  }

  return (instanceId, slug) =>
    new Promise((resolve, reject) => {
      const waiters = waiting.get(instanceId);
      const waiter = { slug, resolve, reject };
      if (waiters) return void waiters.push(waiter);
      waiting.set(instanceId, [waiter]);
      void searchAll(instanceId);
    });
}

/** Reads the list once for all waiters. Repeats a failed page alone, so that a long list does not start from scratch. */
async function search(client: V2Client, instanceId: string, waiters: readonly Waiter[]): Promise<void> {
  let left = waiters;
  const resolveWaiters = (link: V2Link): void => {
    for (const { slug, resolve } of left) if (slug === link.slug) resolve(link);
    left = left.filter(({ slug }) => slug !== link.slug);
  };
  // A list item may lack its slug. Then only the details have it.
  const mayMatch = (item: V2LinkSummary): boolean =>
    item.slug === undefined || left.some(({ slug }) => slug === item.slug);
  try {
    for (let page = 1; ; page += 1) {
      const { data, meta } = await withRetries(() => client.links.list(instanceId, { page }));
      for (const item of data.filter(mayMatch)) resolveWaiters(await withRetries(() => client.links.get(item.id)));
      // The loop counts pages itself, because a server that ignores `page` would never report the last one.
      if (left.length === 0 || data.length === 0 || Math.max(page, meta.current_page) >= meta.last_page) break;
    }
    for (const { resolve } of left) resolve(undefined);
  } catch (error) {
    for (const { reject } of left) reject(error);
  }
}

async function withRetries<T>(read: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await withGatewayErrors(read());
    } catch (error) {
      const isLost = error instanceof GatewayError && (error.failure === 'unknown' || error.failure === 'unavailable');
      if (!isLost || attempts === READ_ATTEMPTS) throw error;
    }
  }
}
