import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';

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

/** Limits requests by `MAX_READS_PER_MINUTE`. Each call returns a separate limit. */
export function createReadLimit(perMinute: number, now?: () => number): RateLimit {
  return createRateLimit(perMinute, 'one address sent more requests than MAX_READS_PER_MINUTE', now);
}

/** Returns an `onRequest` hook that sends the refusals of a limit. */
export function limitHook(limit: ReadLimit): onRequestHookHandler {
  return (request, _reply, done) => done(limit(request));
}

/**
 * The smallest average size of the pieces in which the largest body may arrive, in bytes. Each piece costs over 100 bytes
 * of memory in addition to its content, so a body that arrives byte by byte would take more than a hundred times its size.
 * Networks deliver 500 bytes and more at a time.
 */
const MIN_PIECE_BYTES = 160;

/** The request bodies that are arriving at the same time. */
interface OpenBodies {
  /** Counts the body until it has arrived or its connection has closed. @returns the refusal if the limit is reached. */
  take(request: FastifyRequest, bodyLimit: number): Problem | undefined;
}

export interface BodyLimitOptions {
  /** Bytes. Bodies of routes that accept more count as large. */
  readonly smallBody: number;
  /** The limit of small bodies. One network may use a tenth of it. */
  readonly small: number;
  /** The limit of larger bodies. One network may use half of it, because all of MyTPE may have one address. */
  readonly large: number;
}

/**
 * Limits the bodies that are arriving at the same time, on every route: a client that sends all but the last byte of many
 * bodies would otherwise fill the memory. Large bodies are counted separately, so that a flood of webhooks does not block
 * payers.
 */
export function limitBodies(app: FastifyInstance, { smallBody, small, large }: BodyLimitOptions): void {
  const smallBodies = createOpenBodies(small, Math.ceil(small / 10));
  const largeBodies = createOpenBodies(large, Math.ceil(large / 2));
  // Runs after every check that needs no body.
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (!hasBody(request)) return done(null, payload);
    const { bodyLimit } = request.routeOptions;
    const problem = (bodyLimit > smallBody ? largeBodies : smallBodies).take(request, bodyLimit);
    if (!problem) return done(null, payload);
    void reply.header('connection', 'close');
    done(problem);
  });
}

function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function createOpenBodies(total: number, perNetwork: number): OpenBodies {
  const networks = new Map<string, number>();
  let open = 0;
  return {
    take({ ip, raw }, bodyLimit) {
      const network = clientNetwork(ip);
      const held = networks.get(network) ?? 0;
      if (open >= total || held >= perNetwork)
        return new Problem('rate_limited', { retryAfter: 5, operator: 'too many request bodies are arriving' });
      open++;
      networks.set(network, held + 1);
      let isOpen = true;
      const release = (): void => {
        if (!isOpen) return;
        isOpen = false;
        open--;
        const left = networks.get(network)! - 1;
        if (left > 0) networks.set(network, left);
        else networks.delete(network);
      };
      raw.once('end', release).once('close', release);
      let piecesLeft = bodyLimit / MIN_PIECE_BYTES;
      raw.on('data', () => void (--piecesLeft < 0 && raw.destroy()));
      return undefined;
    },
  };
}
