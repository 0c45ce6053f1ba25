import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

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
