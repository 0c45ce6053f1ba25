import type { Server } from 'node:http';
import type { Socket } from 'node:net';

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
