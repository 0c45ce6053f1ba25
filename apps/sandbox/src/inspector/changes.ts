import type { ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';

const CHECK_MS = 400;
const CLOCK_MS = 1_000;
const MAX_LISTENERS = 20;

/**
 * Registers `GET /_sandbox/changes`, a stream of server-sent events: `changed` whenever `fingerprint` differs, and `clock`
 * with the world’s time every second. Timers run only while a client listens. `stopping` ends all streams.
 */
export function registerChanges(
  app: FastifyInstance,
  clock: () => Date,
  fingerprint: () => string,
  stopping: AbortSignal,
): void {
  const listeners = new Set<ServerResponse>();
  let timers: NodeJS.Timeout[] = [];
  let seen = '';

  const tell = (event: string, data: string): void => {
    for (const listener of listeners) listener.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  const look = (): void => {
    const now = fingerprint();
    if (now !== seen) tell('changed', (seen = now));
  };
  const begin = (): void => {
    seen = fingerprint();
    timers = [setInterval(look, CHECK_MS), setInterval(() => tell('clock', clock().toISOString()), CLOCK_MS)];
    for (const timer of timers) timer.unref();
  };
  const leave = (listener: ServerResponse): void => {
    if (listeners.delete(listener) && listeners.size === 0) for (const timer of timers) clearInterval(timer);
  };
  stopping.addEventListener('abort', () => {
    for (const listener of listeners) listener.end();
  });

  app.get('/_sandbox/changes', (_request, reply) => {
    if (listeners.size >= MAX_LISTENERS) {
      return reply
        .code(503)
        .send({ reason: 'too_many', message: `At most ${MAX_LISTENERS} pages may listen at a time.` });
    }
    reply.hijack();
    const listener = reply.raw;
    listener.on('close', () => leave(listener)).on('error', () => leave(listener));
    listener.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' });
    listener.write('retry: 1000\n\n');
    if (listeners.size === 0) begin();
    listeners.add(listener);
  });
}
