import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

import { Problem } from '../lib/problem.ts';
import { PROBLEM_HEADERS, problemBody } from './errors.ts';

/** Drops connections if more than `max` are open, and logs the drop. */
export function limitConnections(app: FastifyInstance, max: number): void {
  app.server.maxConnections = max;
  app.server.on('drop', (data) => {
    const message = 'dropped a connection: MAX_CONNECTIONS are open';
    app.refusals.noteFrom(data?.remoteAddress ?? '', { reason: 'too_many_connections', level: 'warn', message });
  });
}

/** Requests that a client may send before it reads their responses. Proxies send fewer; browsers do not pipeline. */
const MAX_AHEAD = 16;

/**
 * Closes the connection of a client that pipelines more than 16 requests. The server would build every response
 * immediately and keep it in memory until the client reads it.
 */
export function limitPipelines(server: Server): void {
  const ahead = new WeakMap<Socket, number>();
  // Runs before the routes do.
  server.prependListener('request', ({ socket }, response) => {
    // A response has its socket already, unless earlier responses must be sent first.
    if (response.socket !== null) return;
    const waiting = (ahead.get(socket) ?? 0) + 1;
    ahead.set(socket, waiting);
    response.once('close', () => ahead.set(socket, (ahead.get(socket) ?? 1) - 1));
    if (waiting > MAX_AHEAD) socket.destroy();
  });
}

/**
 * Closes the connections without any request when the server stops. Browsers open such connections ahead of time, and the
 * server would wait for their first request.
 */
export function endUnusedConnections(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  let stopping = false;
  app.server.on('connection', (socket) => {
    if (stopping) {
      socket.destroy();
      return;
    }
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    stopping = true;
    for (const socket of unused) socket.destroy();
  });
}

/** Statuses that browsers and proxies understand, but that the closed list of problem codes does not have. */
const UNCODED: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/**
 * Returns the handler for input that Node cannot parse as HTTP, which reaches no route and no hook. The handler sends
 * problem details in French, because the language is unknown, and closes the connection.
 */
export function respondToMalformedRequest(log: Logger): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return ({ code = '' }, socket) => {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const requestId = randomUUID();
    const status = UNCODED[code] ?? 400;
    log.debug({ request_id: requestId, status, reason: code }, 'could not parse the input as an HTTP request');
    const errors = [{ path: '', message: 'this cannot be read as an HTTP request' }];
    const coded = problemBody(new Problem('validation_failed', { errors }), 'fr', requestId);
    const body = JSON.stringify(status === 400 ? coded : uncoded(coded, status));
    const headers = {
      ...PROBLEM_HEADERS,
      'access-control-allow-origin': '*',
      'content-length': Buffer.byteLength(body),
      'x-request-id': requestId,
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
    socket.destroySoon();
  };
}

function uncoded({ detail, request_id }: { detail: string; request_id: string }, status: number): object {
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail, retryable: status === 408, request_id };
}
