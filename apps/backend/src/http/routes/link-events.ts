import type { ServerResponse } from 'node:http';

import type { LinkView } from '@mytpe-pay/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { clientNetwork } from '../../lib/network.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkService } from '../../links/link-service.ts';

/** How many event streams may be open, in this process and per client. */
export interface StreamLimits {
  /** Takes a place, or throws `rate_limited`: the element then polls. @returns how to give the place back. */
  take(request: FastifyRequest, response: ServerResponse): () => void;
  /** Ends every stream and admits no more. */
  endAll(): Promise<void>;
}

export function createStreamLimits(perProcess: number, perClient: number): StreamLimits {
  const open = new Set<ServerResponse>();
  const clients = new Map<string, number>();
  let ending = false;
  return {
    take(request, response) {
      const client = clientNetwork(request.ip);
      const held = clients.get(client) ?? 0;
      if (ending || open.size >= perProcess || held >= perClient)
        throw new Problem('rate_limited', { retryAfter: 30, operator: 'too many event streams are open' });
      open.add(response);
      clients.set(client, held + 1);
      return () => {
        if (!open.delete(response)) return;
        const left = (clients.get(client) ?? 1) - 1;
        if (left > 0) clients.set(client, left);
        else clients.delete(client);
      };
    },
    endAll: async () => {
      ending = true;
      for (const response of open) response.end();
    },
  };
}

/** Proxies close connections that are silent for a minute; this is well before. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is not reading. */
const MAX_BUFFERED_BYTES = 64 * 1024;

/**
 * Streams a link as Server-Sent Events: its view at once, then one event per change.
 * @param release gives the stream's place back; called once, however the stream ends.
 */
export async function streamEvents(
  reply: FastifyReply,
  service: LinkService,
  id: string,
  release: () => void,
): Promise<FastifyReply> {
  const response = reply.raw;
  // Watch before reading, so that no change falls between; what comes meanwhile is newer than what is read.
  let newest: LinkView | undefined;
  let deliver = (view: LinkView): void => void (newest = view);
  const stop = service.watch(id, reply.request.ip, (view) => deliver(view));
  const stopBeating = every(HEARTBEAT_MS, () => write(response, ': \n\n'));
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    stopBeating();
    stop();
    release();
  };
  response.once('close', end);
  try {
    const view = await service.linkView(id);
    open(reply);
    deliver = createSender(response);
    deliver(newest ?? view);
  } catch (error) {
    end();
    throw error;
  }
  // The visitor may have gone while the link was read: then `close` was in the past.
  if (response.destroyed) end();
  return reply;
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Takes the response over from Fastify, with the headers that its hooks have set. */
function open(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  write(reply.raw, 'retry: 3000\n\n');
}

/** Sends each view that differs from the one before, numbered from 1. */
function createSender(response: ServerResponse): (view: LinkView) => void {
  let last = '';
  let number = 0;
  return (view) => {
    const data = JSON.stringify(view);
    if (data === last) return;
    last = data;
    write(response, `event: link\nid: ${++number}\ndata: ${data}\n\n`);
  };
}

function write(response: ServerResponse, text: string): void {
  if (response.writableEnded || response.destroyed || !response.headersSent) return;
  response.write(text);
  if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
}
