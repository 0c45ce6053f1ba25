import pg from 'pg';

/** The channel on which replicas notify each other of links that changed. */
export const CHANNEL = 'mytpe_pay_links';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Listens to the notifications of other processes on a separate connection. After a lost connection it reconnects, and then
 * reports `null`: notifications were missed. Notifications only save time: without them a poll sees the change later.
 * @param listener receives the id of the changed link. @returns a function that stops it.
 */
export function listenToNotifications(
  url: string,
  connectTimeoutMs: number,
  listener: (id: string | null) => void,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;
  let current: pg.Client | undefined;

  async function connect(again: boolean): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      application_name: 'mytpe-pay notifications',
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
      await client.query(`LISTEN ${CHANNEL}`);
    } catch {
      // `end` schedules the next attempt, also for a client that never connected.
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
