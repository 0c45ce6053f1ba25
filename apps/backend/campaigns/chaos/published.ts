import { setTimeout as pause } from 'node:timers/promises';

import type { ChaosSandbox } from './sandbox.ts';

interface Call {
  readonly seq: number;
  readonly status: number | null;
  readonly link_id: string | null;
  readonly fault: string | null;
}

/** Records which links were ever published. The final state does not show this for links that were archived later. */
export interface PublishedLinks {
  readonly ids: ReadonlySet<string>;
  /** Reads the call log a last time, then stops. */
  stop(): Promise<void>;
}

const EVERY_MS = 1000;
/** Number of calls that are read again each time: more than MyTPE can receive while its slowest call runs. */
const OVERLAP = 5000;
/** Faults that prevent the call. After any other fault MyTPE executed the call, even if the caller got an error. */
const PREVENTED = ['status', 'rate_limit', 'reset_before'];

/** Follows MyTPE's call log, which keeps only the newest calls. */
export function watchPublished(sandbox: ChaosSandbox): PublishedLinks {
  const ids = new Set<string>();
  const stopping = new AbortController();
  let newest = 0;

  async function poll(): Promise<void> {
    // Calls that were still running at the last poll may have ended since, so read them again.
    const query = `method=POST&path=${encodeURIComponent('/api/ext/links/*/publish')}&since=${Math.max(0, newest - OVERLAP)}`;
    const { requests } = (await sandbox.control<{ requests: Call[] }>(`/requests?${query}`)).body;
    for (const call of requests) {
      if (wasExecuted(call)) ids.add(call.link_id!);
    }
    newest = requests.at(-1)?.seq ?? newest;
  }

  const following = (async () => {
    while (!stopping.signal.aborted) {
      await poll();
      await pause(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await poll();
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

function wasExecuted({ status, fault, link_id }: Call): boolean {
  if (link_id === null || (fault !== null && PREVENTED.includes(fault))) return false;
  return status === null ? fault === 'reset_after' : status < 300;
}
