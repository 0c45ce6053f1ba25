import type { V2Client, V2Link } from '@mytpe-pay/client';

import { translated } from './failures.ts';
import { UpstreamError } from './upstream.ts';

/** Reading changes nothing, so an answer that was lost or made no sense is asked for again, this often in all. */
const READ_TRIES = 4;

/**
 * The link of this name, whole. v2 cannot be asked for one by name: its list is read, page by page, and each page
 * insisted upon by itself, so that a long list is not begun anew for one answer that was lost.
 */
export async function linkNamed(client: V2Client, instanceId: string, slug: string): Promise<V2Link | undefined> {
  for (let page = 1; ; page += 1) {
    const { data, meta } = await insisted(() => client.links.list(instanceId, { page }));
    // A list item may be without its name: then only the details tell.
    for (const item of data.filter((one) => one.slug === slug || one.slug === undefined)) {
      const link = await insisted(() => client.links.get(item.id));
      if (link.slug === slug) return link;
    }
    // Our own count too: a server that ignores `page` would otherwise be read for ever.
    if (data.length === 0 || Math.max(page, meta.current_page) >= meta.last_page) return undefined;
  }
}

async function insisted<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await translated(read());
    } catch (error) {
      const isLost = error instanceof UpstreamError && (error.failure === 'unknown' || error.failure === 'unavailable');
      if (!isLost || tries === READ_TRIES) throw error;
    }
  }
}
