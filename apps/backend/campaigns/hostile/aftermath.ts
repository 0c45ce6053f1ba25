import { PLANTED, PLANTED_VALUE, type SecretSearch } from './secrets.ts';
import { ADMIN_TOKEN, type Memory, type Service } from './service.ts';
import type { SlowClients } from './slow-clients.ts';
import type { Tally } from './tally.ts';

const MB = 1024 * 1024;
/** What is kept in memory on purpose, caches and counters, fits into this. */
const MAX_HEAP_GROWTH = 64 * MB;
/** At its worst moment, with garbage that was not collected yet. */
const MAX_PEAK = 400 * MB;

/** An answer that nothing may change. @returns its status and body. */
export async function probe({ port }: Pick<Service, 'port'>): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/offers/tshirt?lang=en`);
  return `${answer.status} ${await answer.text()}`;
}

/** Looks whether the service still answers as it did before anybody was hostile. */
export async function probeAgain(service: Service, first: string, tally: Tally): Promise<void> {
  const now = await probe(service).catch((error: unknown) => String(error));
  if (now !== first) tally.find('probe', 'a plain request is answered differently', `${first}\n---\n${now}`);
}

/** Has the planted secret shown in an answer and in the log, so that the search is known to find. */
export async function showPlanted({ port }: Service, secretsIn: SecretSearch, tally: Tally): Promise<void> {
  const shown = await fetch(`http://127.0.0.1:${port}/v1/offers/leak`);
  const body = Buffer.from(await shown.arrayBuffer());
  if (secretsIn(body).includes(PLANTED)) tally.seePlanted('answer');
  await fetch(`http://127.0.0.1:${port}/v1/offers/closed`, { headers: { origin: `https://${PLANTED_VALUE}` } });
}

export async function judgeSlowClients(slow: SlowClients, patienceMs: number, tally: Tally): Promise<void> {
  if (patienceMs === 0) return;
  await slow.allCut(patienceMs);
  for (const [kind, count] of Object.entries(slow.standing().held))
    tally.find('slow clients', `${kind}: never cut`, `${count} after ${patienceMs / 1000} s`);
}

/** Every stream's client is gone: soon none may be open. @returns how many are. */
export async function judgeStreams({ port }: Service, tally: Tally): Promise<number> {
  let open = Number.NaN;
  for (const until = Date.now() + 5000; open !== 0 && Date.now() < until;) {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    open = Number(/^mytpe_pay_event_streams_open (\d+)$/m.exec(await answer.text())?.[1]);
  }
  if (open !== 0) tally.find('event streams', 'still open, though their clients are gone', String(open));
  return open;
}

export function judgeMemory(before: Memory, after: Memory, tally: Tally): void {
  if (after.heapUsed - before.heapUsed > MAX_HEAP_GROWTH) tally.find('memory', 'the heap grew', told(before, after));
  if (after.peak > MAX_PEAK) tally.find('memory', 'the process is too large', told(before, after));
}

const told = (before: Memory, after: Memory): string => JSON.stringify({ before, after });

/** What was put there to be found was found, in both places. */
export function judgeSearch({ planted, find }: Tally): void {
  for (const [place, times] of Object.entries(planted))
    if (times === 0) find('search', `the planted secret was not found in the ${place}`, '');
}
