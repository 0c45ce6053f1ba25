import type { FastifyRequest, onRequestHookHandler } from 'fastify';

import { clientNetwork } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';

const WINDOW_MS = 60_000;
const MAX_NETWORKS = 20_000;

/** Counts a request. @returns the refusal when its network has sent too many. */
export type ReadLimit = (request: FastifyRequest) => Problem | undefined;

/** A limit on the requests that one network may send in a minute. */
export interface RateLimit {
  readonly count: ReadLimit;
  /** Returns the same refusal as `count`, without counting. */
  readonly check: ReadLimit;
}

/**
 * Limits each network to `perMinute` requests in a window of one minute, counted in memory. Beyond 20,000 networks the
 * oldest windows are forgotten, so that memory stays bounded.
 * @param operator the reason that the operator's log gives.
 */
export function createRateLimit(perMinute: number, operator: string, now: () => number = Date.now): RateLimit {
  const windows = new Map<string, { count: number; ends: number }>();
  const refusal = (ends: number): Problem =>
    new Problem('rate_limited', { retryAfter: Math.ceil((ends - now()) / 1000), operator });
  return {
    count({ ip }) {
      const network = clientNetwork(ip);
      const time = now();
      const window = windows.get(network);
      if (!window || window.ends <= time) {
        windows.delete(network);
        if (windows.size >= MAX_NETWORKS) windows.delete(windows.keys().next().value!);
        windows.set(network, { count: 1, ends: time + WINDOW_MS });
        return undefined;
      }
      return ++window.count <= perMinute ? undefined : refusal(window.ends);
    },
    check({ ip }) {
      const window = windows.get(clientNetwork(ip));
      return window && window.ends > now() && window.count >= perMinute ? refusal(window.ends) : undefined;
    },
  };
}

/** Limits requests by `MAX_READS_PER_MINUTE`. Each call returns a limit that counts by itself. */
export function createReadLimit(perMinute: number, now?: () => number): RateLimit {
  return createRateLimit(perMinute, 'one address asked more often than MAX_READS_PER_MINUTE', now);
}

/** Returns an `onRequest` hook that sends the refusals of a limit. */
export function limitHook(limit: ReadLimit): onRequestHookHandler {
  return (request, _reply, done) => done(limit(request));
}
