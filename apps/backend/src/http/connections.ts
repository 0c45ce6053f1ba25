import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/** Refuses connections beyond `max`, and reports in the log that it does. */
export function limitConnections(app: FastifyInstance, max: number): void {
  app.server.maxConnections = max;
  app.server.on('drop', (data) => {
    const message = 'dropped a connection: MAX_CONNECTIONS are open';
    app.refusals.noteFrom(data?.remoteAddress ?? '', { reason: 'too_many_connections', level: 'warn', message });
  });
}

/** More than a proxy sends ahead; browsers send nothing ahead. */
const MAX_AHEAD = 16;

/**
 * Hangs up on whoever asks much more on a connection before reading what was answered: each of those answers would be made
 * at once and wait in memory.
 */
export function limitPipelines(server: Server): void {
  const ahead = new WeakMap<Socket, number>();
  // Before the routes see it.
  server.prependListener('request', ({ socket }, response) => {
    // An answer has its connection at once, unless others are still to be sent before it.
    if (response.socket !== null) return;
    const waiting = (ahead.get(socket) ?? 0) + 1;
    ahead.set(socket, waiting);
    response.once('close', () => ahead.set(socket, (ahead.get(socket) ?? 1) - 1));
    if (waiting > MAX_AHEAD) socket.destroy();
  });
}

/**
 * Ends, when the server stops, the connections on which nobody has asked anything yet. A browser opens such ones ahead of
 * time; the server would wait for their first request, and so would whoever wants it to stop.
 */
export function endSilentConnections(app: FastifyInstance): void {
  const silent = new Set<Socket>();
  let stopping = false;
  app.server.on('connection', (socket) => {
    if (stopping) {
      socket.destroy();
      return;
    }
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));
  app.addHook('preClose', async () => {
    stopping = true;
    for (const socket of silent) socket.destroy();
  });
}
