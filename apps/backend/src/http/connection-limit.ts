import type { FastifyInstance } from 'fastify';

/** Refuses connections beyond `max`, and reports in the log that it does. */
export function limitConnections(app: FastifyInstance, max: number): void {
  app.server.maxConnections = max;
  app.server.on('drop', (data) => {
    const message = 'dropped a connection: MAX_CONNECTIONS are open';
    app.refusals.noteFrom(data?.remoteAddress ?? '', { reason: 'too_many_connections', level: 'warn', message });
  });
}
