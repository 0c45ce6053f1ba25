import { setTimeout as pause } from 'node:timers/promises';

import type { ChaosSandbox } from './sandbox.ts';

interface Call {
  readonly seq: number;
  readonly status: number | null;
  readonly link_id: string | null;
  readonly fault: string | null;
}

/** Remembers which links were ever published: the state at the end does not tell it of one that was archived since. */
export interface PublishedLinks {
  readonly ids: ReadonlySet<string>;
  /** Looks a last time. */
  stop(): Promise<void>;
}

const EVERY_MS = 1000;
/** So many calls before the newest one seen are looked at again: more than are made while the slowest one runs. */
const OVERLAP = 5000;
/** Faults after which the call was not carried out; after the others it was, whatever its caller saw. */
const PREVENTED = ['status', 'rate_limit', 'reset_before'];

/** Follows MyTPE's log of calls, which keeps only the newest. */
export function watchPublished(sandbox: ChaosSandbox): PublishedLinks {
  const ids = new Set<string>();
  const stopping = new AbortController();
  let newest = 0;

  async function look(): Promise<void> {
    // What still ran the last time has ended since, or never will.
    const query = `method=POST&path=${encodeURIComponent('/api/ext/links/*/publish')}&since=${Math.max(0, newest - OVERLAP)}`;
    const { requests } = (await sandbox.control<{ requests: Call[] }>(`/requests?${query}`)).body;
    for (const call of requests) {
      if (wasDone(call)) ids.add(call.link_id!);
    }
    newest = requests.at(-1)?.seq ?? newest;
  }

  const following = (async () => {
    while (!stopping.signal.aborted) {
      await look();
      await pause(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await look();
  })();
  following.catch(() => {});
  return {
    ids,
    stop: () => {
      stopping.abort();
      return following;
    },
  };
}

function wasDone({ status, fault, link_id }: Call): boolean {
  if (link_id === null || (fault !== null && PREVENTED.includes(fault))) return false;
  return status === null ? fault === 'reset_after' : status < 300;
}
