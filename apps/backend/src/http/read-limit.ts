import type { FastifyRequest } from 'fastify';

import { clientNetwork } from '../client-network.ts';
import { Problem } from '../problem.ts';

const WINDOW_MS = 60_000;
const MAX_CLIENTS = 20_000;

/** Counts a request. @returns the refusal when its client has asked too often. */
export type ReadLimit = (request: FastifyRequest) => Problem | undefined;

/**
 * Limits how often one client is answered: a window of a minute, counted in memory. Of more clients than that, those whose
 * window began first are forgotten, which lets them in rather than the memory grow.
 */
export function createReadLimit(perMinute: number, now: () => number = Date.now): ReadLimit {
  const windows = new Map<string, { count: number; ends: number }>();
  return ({ ip }) => {
    // An IPv4 address, the common case, is its own network.
    const client = ip.includes(':') ? clientNetwork(ip) : ip;
    const time = now();
    const window = windows.get(client);
    if (!window || window.ends <= time) {
      windows.delete(client);
      if (windows.size >= MAX_CLIENTS) windows.delete(windows.keys().next().value!);
      windows.set(client, { count: 1, ends: time + WINDOW_MS });
      return undefined;
    }
    if (++window.count <= perMinute) return undefined;
    const operator = 'one address asked more often than MAX_READS_PER_MINUTE';
    return new Problem('rate_limited', { retryAfter: Math.ceil((window.ends - time) / 1000), operator });
  };
}
