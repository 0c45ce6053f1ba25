import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Keeps other websites' hands off: a page somewhere that makes this machine's browser call the controls (cross-site, or
 * through a name that resolves to loopback) is refused. Tests and terminals notice nothing.
 */
export function requireLocalCaller(publicName: string | null) {
  const names = [...LOOPBACK_NAMES, publicName];
  return async ({ method, headers }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const name = (headers.host ?? '').replace(/:\d+$/, '');
    // Following a link from elsewhere to the page is fine; calling the controls from elsewhere is not.
    const isVisit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
    if (names.includes(name) && (isVisit || headers['sec-fetch-site'] !== 'cross-site')) return;
    await reply.code(403).send({ reason: 'not_local', message: 'The controls answer this machine only.' });
  };
}
