import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * One line for every answer; reads that went well only at `debug`. It holds the route's pattern, not the address:
 * link ids are as good as keys, and a query may hold anything.
 */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { id: request_id, method, routeOptions } = request;
  const level = (method === 'GET' || method === 'OPTIONS') && reply.statusCode < 400 ? 'debug' : 'info';
  const ms = Math.round(reply.elapsedTime);
  request.log[level](
    { request_id, method, route: routeOptions.url ?? '(none)', status: reply.statusCode, ms },
    'answered',
  );
}
