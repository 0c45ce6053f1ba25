import { setTimeout as delay } from 'node:timers/promises';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Fault, Faults } from './faults.ts';

declare module 'fastify' {
  interface FastifyRequest {
    fault: Fault | undefined;
  }
}

/** Troubles hit what a merchant or a payer talks to, never the controls that set and remove them. */
function canFail(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/pay/');
}

/** Plays the faults: before the call is understood, or on the way out once its effect is done (and saved). */
export function registerFaults(app: FastifyInstance, faults: Faults, stopping: AbortSignal): void {
  app.decorateRequest('fault');

  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const fault = canFail(path) ? faults.take(request.method, path) : undefined;
    if (fault === undefined) return;
    request.fault = fault;
    if (request.call !== undefined) request.call.fault = fault.fault.type;
    const { type, status, ms, retry_after: retryAfter } = fault.fault;
    if (type === 'latency') await delay(ms, undefined, { signal: stopping });
    if (type === 'reset_before') {
      reply.hijack();
      cut(request);
    }
    if (type !== 'status') return;
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    await reply
      .code(status)
      .send({ error: 'SANDBOX_FAULT', message: `A fault set in the sandbox answered ${status}.` });
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const type = request.fault?.fault.type;
    if (type === 'reset_after') cut(request);
    if (type !== 'malformed' || typeof payload !== 'string') return payload;
    reply.removeHeader('content-length');
    return payload.slice(0, Math.ceil(payload.length / 2));
  });
}

/** A reset connection, as a crashing server or proxy leaves it: no answer at all. */
function cut(request: FastifyRequest): void {
  request.raw.socket.resetAndDestroy();
}
