import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends a failure without a code, for which the closed list of codes has no entry.
 * @param detail in the reader's language, except for operators.
 */
export function sendPlainProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 401 | 404 | 409 | 422,
  title: string,
  detail: string,
): FastifyReply {
  const body = { type: 'about:blank', title, status, detail, retryable: false, request_id: request.id };
  return reply
    .code(status)
    .headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify(body));
}
