import type { V2Client, V2Link, V2LinkSummary } from '@mytpe-pay/client';

import { translated, GatewayError } from './gateway.ts';

/** Reading changes nothing, so an answer that was lost or made no sense is asked for again, this often in all. */
const READ_TRIES = 4;

interface Seeker {
  readonly slug: string;
  readonly resolve: (link: V2Link | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** The link of this name in an instance, whole. */
export type LinkNamed = (instanceId: string, slug: string) => Promise<V2Link | undefined>;

/**
 * Finds links by name. v2 cannot be asked for one: its list is read to the end, which is long where there are many links.
 * So one look serves all who seek in the same instance; who comes while one goes on waits for the next, which sees
 * everything that was there before it was asked for.
 */
export function createLookup(client: V2Client): LinkNamed {
  const waiting = new Map<string, Seeker[]>();

  async function lookOn(instanceId: string): Promise<void> {
    for (;;) {
      const seekers = waiting.get(instanceId)!;
      if (seekers.length === 0) break;
      waiting.set(instanceId, []);
      await look(client, instanceId, seekers);
    }
    waiting.delete(instanceId);
  }

  return (instanceId, slug) =>
    new Promise((resolve, reject) => {
      const seekers = waiting.get(instanceId);
      const seeker = { slug, resolve, reject };
      if (seekers) return void seekers.push(seeker);
      waiting.set(instanceId, [seeker]);
      void lookOn(instanceId);
    });
}

/** Each page is insisted upon by itself, so that a long list is not begun anew for one answer that was lost. */
async function look(client: V2Client, instanceId: string, seekers: readonly Seeker[]): Promise<void> {
  let left = seekers;
  const tell = (link: V2Link): void => {
    for (const { slug, resolve } of left) if (slug === link.slug) resolve(link);
    left = left.filter(({ slug }) => slug !== link.slug);
  };
  // A list item may be without its name: then only the details tell.
  const maybeSought = (item: V2LinkSummary): boolean =>
    item.slug === undefined || left.some(({ slug }) => slug === item.slug);
  try {
    for (let page = 1; ; page += 1) {
      const { data, meta } = await insisted(() => client.links.list(instanceId, { page }));
      for (const item of data.filter(maybeSought)) tell(await insisted(() => client.links.get(item.id)));
      // Our own count too: a server that ignores `page` would otherwise be read for ever.
      if (left.length === 0 || data.length === 0 || Math.max(page, meta.current_page) >= meta.last_page) break;
    }
    for (const { resolve } of left) resolve(undefined);
  } catch (error) {
    for (const { reject } of left) reject(error);
  }
}

async function insisted<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await translated(read());
    } catch (error) {
      const isLost = error instanceof GatewayError && (error.failure === 'unknown' || error.failure === 'unavailable');
      if (!isLost || tries === READ_TRIES) throw error;
    }
  }
}
