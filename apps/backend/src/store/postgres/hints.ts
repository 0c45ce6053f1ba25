import pg from 'pg';

import { CONNECT_TIMEOUT_MS } from './database.ts';

/** The channel on which replicas tell each other which link changed. */
export const HINTS = 'mytpe_pay_links';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Listens to what other processes changed, on one connection of its own, until the returned function is called. A lost
 * connection is made again; `null` then says that hints were missed. It is a convenience: without it everything is seen
 * all the same, a little later.
 */
export function listenToHints(url: string, listener: (id: string | null) => void): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;
  let current: pg.Client | undefined;

  async function connect(again: boolean): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'mytpe-pay hints',
    });
    current = client;
    client.on('notification', ({ payload }) => payload && listener(payload));
    client.on('error', () => {});
    client.on('end', () => {
      if (stopped) return;
      timer = setTimeout(() => void connect(true), pause);
      timer.unref();
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${HINTS}`);
    } catch {
      // Ending it brings the next try, also where it never connected.
      await client.end().catch(() => {});
      return;
    }
    pause = FIRST_PAUSE_MS;
    if (again) listener(null);
  }

  const first = connect(false);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await first;
    await current?.end().catch(() => {});
  };
}
