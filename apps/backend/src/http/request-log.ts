import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/**
 * One line for every answer; reads that went well only at `debug`. It holds the route's pattern, not the address:
 * link ids are as good as keys, and a query may hold anything.
 */
export function logAnswer(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const { method } = request;
  const { statusCode: status } = reply;
  const level = (method === 'GET' || method === 'OPTIONS') && status < 400 ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return;
  const route = request.routeOptions.url ?? '(none)';
  log[level]({ request_id: request.id, method, route, status, ms: Math.round(reply.elapsedTime) }, 'answered');
}
