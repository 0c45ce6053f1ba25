import { PLANTED, PLANTED_VALUE, type SecretSearch } from './secrets.ts';
import { ADMIN_TOKEN, type Memory, type Service } from './service.ts';
import type { SlowClients } from './slow-clients.ts';
import type { Tally } from './tally.ts';

const MB = 1024 * 1024;
/** Maximum growth of the heap, bytes: the caches and counters that the service keeps fit into this. */
const MAX_HEAP_GROWTH = 64 * MB;
/** Maximum memory at any time, bytes, including garbage that is not collected yet. */
const MAX_PEAK = 400 * MB;

/** Sends a request whose response must never change. @returns its status and body. */
export async function probe({ port }: Pick<Service, 'port'>): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/offers/tshirt?lang=en`);
  return `${response.status} ${await response.text()}`;
}

/** Checks that the service still returns the same response as before the hostile requests. */
export async function probeAgain(service: Service, first: string, tally: Tally): Promise<void> {
  const now = await probe(service).catch((error: unknown) => String(error));
  if (now !== first) tally.find('probe', 'the response to a plain request changed', `${first}\n---\n${now}`);
}

/** Makes the planted secret appear in a response and in the log, to prove that the search finds it. */
export async function showPlanted({ port }: Service, secretsIn: SecretSearch, tally: Tally): Promise<void> {
  const shown = await fetch(`http://127.0.0.1:${port}/v1/offers/leak`);
  const body = Buffer.from(await shown.arrayBuffer());
  if (secretsIn(body).includes(PLANTED)) tally.seePlanted('response');
  await fetch(`http://127.0.0.1:${port}/v1/offers/closed`, { headers: { origin: `https://${PLANTED_VALUE}` } });
}

/** Checks that the server closes every slow connection within `timeoutMs`; 0 skips the check. */
export async function judgeSlowClients(slow: SlowClients, timeoutMs: number, tally: Tally): Promise<void> {
  if (timeoutMs === 0) return;
  await slow.allClosed(timeoutMs);
  for (const [kind, count] of Object.entries(slow.status().open))
    tally.find('slow clients', `${kind}: connection never closed`, `${count} after ${timeoutMs / 1000} s`);
}

/** Checks that no event stream stays open after its client has left. @returns the number of open streams. */
export async function judgeStreams({ port }: Service, tally: Tally): Promise<number> {
  let open = Number.NaN;
  for (const until = Date.now() + 5000; open !== 0 && Date.now() < until;) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    open = Number(/^mytpe_pay_event_streams_open (\d+)$/m.exec(await response.text())?.[1]);
  }
  if (open !== 0) tally.find('event streams', 'still open after their clients have left', String(open));
  return open;
}

/** Checks that the heap and the process stayed within their limits. */
export function judgeMemory(before: Memory, after: Memory, tally: Tally): void {
  if (after.heapUsed - before.heapUsed > MAX_HEAP_GROWTH) tally.find('memory', 'the heap grew', details(before, after));
  if (after.peak > MAX_PEAK) tally.find('memory', 'the process used too much memory', details(before, after));
}

const details = (before: Memory, after: Memory): string => JSON.stringify({ before, after });

/** Checks that the planted secret was found in both places. */
export function judgeSearch({ planted, find }: Tally): void {
  for (const [place, times] of Object.entries(planted))
    if (times === 0) find('search', `the planted secret was not found in a ${place}`, '');
}
