import type { ServerResponse } from 'node:http';

import type { LinkView } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES } from '../../i18n/messages.ts';
import { clientNetwork } from '../../lib/network.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkService } from '../../links/link-service.ts';
import { plainProblem, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import { sendPlainProblem } from '../errors.ts';
import { requestLanguage, type RouteContext } from '../request.ts';
import { linkParameters, linkProblems, type LinkRouteRequest, readLinkForPage } from './link-access.ts';

/** `GET /v1/links/{id}/events`: a stream of Server-Sent Events. */
export function linkEventRoutes(app: FastifyInstance, context: RouteContext): void {
  const { service, settings } = context;
  const limits = createStreamLimits(settings.MAX_EVENT_STREAMS, settings.MAX_EVENT_STREAMS_PER_ADDRESS);
  app.addHook('preClose', () => limits.endAll());

  const options = { exposeHeadRoute: false, config: { doc: EVENTS } };
  app.get('/links/:id/events', options, async (request: LinkRouteRequest, reply) => {
    const { scope } = await readLinkForPage(context, request);
    // The id of a shared link is public: its streams could use up the limit that payers need.
    if (scope === 'shared') {
      const { noStream } = MESSAGES[requestLanguage(request)];
      return sendPlainProblem(request, reply, 404, 'Not Found', noStream);
    }
    const release = limits.take(request, reply.raw);
    return streamEvents(reply, service, request.params.id, release);
  });
}

const EVENTS = (): RouteDoc => ({
  operationId: 'watchLink',
  tag: 'Pages',
  summary: 'Watch a link',
  description:
    'Server-Sent Events: `event: link` with a link view as `data`, first the current one, then one per change. Comments keep the connection alive. Only a payer’s link has a stream, because the id of a shared link is public.',
  parameters: linkParameters(),
  responses: {
    200: typed('The stream.', 'text/event-stream'),
    ...linkProblems(),
    404: plainProblem('`link_not_found`, or without a code if the link is shared and has no stream.'),
  },
});

/** Limits the event streams that are open in this process and per network. */
interface StreamLimits {
  /** Counts a stream. @returns a function that ends the count. @throws Problem `rate_limited`; the element then polls. */
  take(request: FastifyRequest, response: ServerResponse): () => void;
  /** Ends every stream and refuses new ones. */
  endAll(): Promise<void>;
}

function createStreamLimits(perProcess: number, perClient: number): StreamLimits {
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

/** Proxies close connections that are silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** The number of unsent bytes after which the client counts as stalled. */
const MAX_BUFFERED_BYTES = 64 * 1024;

/**
 * Streams a link as Server-Sent Events: first its current view, then one event per change.
 * @param release ends the count of the stream; called exactly once when the stream ends.
 */
async function streamEvents(
  reply: FastifyReply,
  service: LinkService,
  id: string,
  release: () => void,
): Promise<FastifyReply> {
  const response = reply.raw;
  // Watches before it reads, so that no change is missed. A view that arrives during the read is newer than the view read.
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
  // The client may have disconnected while the link was read, before the listener was added.
  if (response.destroyed) end();
  return reply;
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Takes over the response from Fastify and sends the headers, including those that hooks have set. */
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

/** Sends each view that differs from the previous view, numbered from 1. */
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
