import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/** Drops connections beyond `max` open ones, and logs that it does. */
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
