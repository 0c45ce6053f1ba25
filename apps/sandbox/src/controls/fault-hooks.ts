import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { cutInHalf, drip, refusalBody, refusalPage, retryAfter } from './fault-responses.ts';
import { type CallSubject, describeCall } from './fault-match.ts';
import type { CallFault } from './fault-rules.ts';
import type { Faults, Hit } from './faults.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The fault applied to this call. */
    fault: Hit<CallFault> | undefined;
  }
}

/** Applies the faults: before the call is parsed, or after its effect is done and saved. */
export function registerFaults(app: FastifyInstance, faults: Faults, stopping: AbortSignal): void {
  app.decorateRequest('fault');

  app.addHook('onRequest', async (request, reply) => {
    const subject = describeCall(request.method, request.url, request.headers);
    const hit = subject && faults.takeForCall(subject);
    if (subject === undefined || hit === undefined) return;
    request.fault = hit;
    if (request.call !== undefined) request.call.fault = hit.fault.type;
    await applyBefore(hit, subject, request, reply, stopping);
  });

  app.addHook('onSend', async (request, reply, payload) => applyAfter(request, reply, payload, stopping));
}

async function applyBefore(
  { fault, draw, waitMs }: Hit<CallFault>,
  { api }: CallSubject,
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
): Promise<void> {
  if (fault.type === 'latency') {
    const { ms, max_ms = ms } = fault;
    await delay(Math.round(ms + draw * (max_ms - ms)), undefined, { signal: stopping });
  } else if (fault.type === 'reset_before') {
    reply.hijack();
    cut(request);
  } else if (fault.type === 'rate_limit') {
    reply.header('retry-after', retryAfter(waitMs, fault.retry_after_format));
    await refuse(reply, api, 429);
  } else if (fault.type === 'status') {
    const { status, retry_after: seconds, retry_after_format: format, body } = fault;
    if (seconds !== undefined) reply.header('retry-after', retryAfter(seconds * 1_000, format));
    await refuse(reply, api, status, body);
  }
}

async function refuse(reply: FastifyReply, api: CallSubject['api'], status: number, body?: object): Promise<void> {
  reply.code(status);
  if (api === 'pay') await reply.type('text/html; charset=utf-8').send(refusalPage(status));
  else await reply.send(body ?? refusalBody(api, status));
}

/** The payload to send instead of the response. */
function applyAfter(request: FastifyRequest, reply: FastifyReply, payload: unknown, stopping: AbortSignal): unknown {
  const fault = request.fault?.fault;
  if (fault?.type === 'reset_after') cut(request);
  if (fault === undefined || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return payload;
  const body = Buffer.from(payload);
  if (fault.type === 'malformed') {
    reply.removeHeader('content-length');
    return typeof payload === 'string' ? payload.slice(0, Math.ceil(payload.length / 2)) : payload;
  }
  const stream = damagedStream(fault, body, stopping);
  if (stream === null) return payload;
  reply.header('content-length', body.length);
  return stream;
}

function damagedStream(fault: CallFault, body: Buffer, stopping: AbortSignal): Readable | null {
  if (fault.type === 'slow_drip') return drip(body, fault.bytes_per_second, stopping);
  return fault.type === 'truncated' ? cutInHalf(body) : null;
}

/** Resets the connection without a response, as a crashing server or proxy does. */
function cut(request: FastifyRequest): void {
  request.raw.socket.resetAndDestroy();
}
