import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import { clientNetwork } from '../lib/network.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly refusals: RefusalLog;
  }
}

/** A request that the backend refused or failed to serve. */
export interface Refusal {
  /** From a closed list, such as an error code or a status. The log has one line per minute for each reason and network. */
  readonly reason: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields?: object;
}

/** Writes one line for a refused request. Its repetitions are counted, and written at `debug` only. */
export interface RefusalLog {
  /** Logs a refusal with its request's id, method, route and duration in ms; each request is logged once. */
  note(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void;
  /** Logs a refusal that belongs to no request, for example a dropped connection. */
  noteFrom(address: string, refusal: Refusal): void;
  /** `true` if this request was written or counted. */
  isNoted(request: FastifyRequest): boolean;
  /** Logs the counts of the current minute. */
  flush(): void;
}

/** Bounds of memory and lines per minute: an attacker has many networks, and errors have many messages. */
const MAX_REASONS = 100;
const MAX_NETWORKS = 50;
const MINUTE_MS = 60_000;

interface Counted {
  readonly level: Refusal['level'];
  readonly networks: Set<string>;
  suppressed: number;
}

/** Creates the refusal log. @param inOneMinute calls its argument after a minute; tests inject another function. */
export function createRefusalLog(
  log: Logger,
  inOneMinute: (work: () => void) => void = (work) => void setTimeout(work, MINUTE_MS).unref(),
): RefusalLog {
  const noted = new WeakSet<FastifyRequest>();
  let minute = new Map<string, Counted>();

  function isFirst(address: string, reason: string, level: Refusal['level']): boolean {
    if (minute.size === 0) inOneMinute(flush);
    const name = minute.has(reason) || minute.size < MAX_REASONS ? reason : 'other';
    const counted = minute.get(name) ?? { level, networks: new Set(), suppressed: 0 };
    minute.set(name, counted);
    const network = clientNetwork(address);
    if (!counted.networks.has(network) && counted.networks.size < MAX_NETWORKS) {
      counted.networks.add(network);
      return true;
    }
    counted.suppressed++;
    return false;
  }

  function noteFrom(address: string, { reason, level, message, fields }: Refusal): void {
    if (!log.isLevelEnabled(level)) return;
    // At `debug` an operator sees every request.
    log[isFirst(address, reason, level) ? level : 'debug']({ ...fields }, message);
  }

  function flush(): void {
    const ended = minute;
    minute = new Map();
    for (const [reason, { level, suppressed }] of ended)
      if (suppressed > 0) log[level]({ reason, suppressed }, 'suppressed repeated log lines of the last minute');
  }

  return {
    noteFrom,
    note(request, reply, refusal) {
      if (noted.has(request)) return;
      noted.add(request);
      const { id, method, routeOptions } = request;
      // The pattern, not the address: link ids give access, and a query may contain anything.
      const about = { request_id: id, method, route: routeOptions.url ?? '(none)' };
      const fields = { ...about, ...refusal.fields, ms: Math.round(reply.elapsedTime) };
      noteFrom(request.ip, { ...refusal, fields });
    },
    isNoted: (request) => noted.has(request),
    flush,
  };
}

/**
 * Writes one line for every response; reads that succeeded only at `debug`. A refused request has its line in the
 * refusal log, which limits how many there are.
 */
export function logResponses(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const { statusCode: status } = reply;
    if (status >= 400) {
      const refusal = { reason: String(status), level: 'info', message: 'refused', fields: { status } } as const;
      if (!app.refusals.isNoted(request)) app.refusals.note(request, reply, refusal);
      return done();
    }
    const level = method === 'GET' || method === 'OPTIONS' ? 'debug' : 'info';
    if (log.isLevelEnabled(level)) {
      // The pattern, not the address: link ids give access, and a query may contain anything.
      const route = request.routeOptions.url ?? '(none)';
      log[level]({ request_id: request.id, method, route, status, ms: Math.round(reply.elapsedTime) }, 'responded');
    }
    done();
  });
}
