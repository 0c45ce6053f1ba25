import type { FastifyReply } from 'fastify';

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** Sends JSON that is for this caller alone. */
export function sendPrivately(reply: FastifyReply, body: object): FastifyReply {
  return reply.headers(HEADERS).send(JSON.stringify(body));
}
