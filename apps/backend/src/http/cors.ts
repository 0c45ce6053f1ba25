import type { FastifyInstance, FastifyReply } from 'fastify';

/** Every answer under `/v1` may be read by the page that asked, errors included; never with credentials. */
const READABLE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, Location, ETag',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'Content-Type, Idempotency-Key',
  'access-control-max-age': '7200',
};

export function makeReadable(reply: FastifyReply): void {
  void reply.headers(READABLE);
}

/** Answers the browser's question whether a page of another origin may ask. */
export function preflightRoute(v1: FastifyInstance): void {
  v1.options('/*', async (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
}
