import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  type PageSources,
  createScriptedBackend,
  playgroundPage,
  readPageFile,
  stagePage,
} from '@mytpe-pay/playground';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parse } from 'yaml';

import { isLanguage } from './shop/strings.ts';

const CATALOG = fileURLToPath(new URL('../offers.yaml', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface PlaygroundOptions {
  readonly backend: string;
  /** Headers for every page. */
  readonly headers: Readonly<Record<string, string>>;
  /** The key that signs orders. Without it the playground offers none. */
  readonly tokenSecret: string | undefined;
  /** The `aud` of these orders: the backend's address. */
  readonly tokenAudience: string;
}

/** Serves `/playground`: the element with all settings, on the real backend and in every scenario. */
export function servePlayground(app: FastifyInstance, options: PlaygroundOptions): void {
  const { backend, headers, tokenSecret, tokenAudience } = options;
  const { offers } = parse(readFileSync(CATALOG, 'utf8')) as { offers: Record<string, unknown> };
  const sources: PageSources = { backend, icon: '/assets/icon.svg' };
  const page = playgroundPage({
    ...sources,
    shownBackend: backend,
    links: { 'The shop': '/', Examples: '/examples/' },
    offers: Object.keys(offers),
    offersHeading: 'Offers of this demo’s backend',
    hasTokens: tokenSecret !== undefined,
    worker: null,
  });
  app.get('/playground', async (_request, reply) => reply.headers(headers).send(page));
  app.get<{ Querystring: { lang?: string; theme?: string } }>('/playground/stage', async ({ query }, reply) => {
    const lang = isLanguage(query.lang) ? query.lang : 'fr';
    return reply.headers(headers).send(stagePage(sources, { lang, dark: query.theme === 'dark' }));
  });
  app.get<{ Params: { file: string } }>('/playground/:file', async ({ params: { file } }, reply) => {
    const type = TYPES[extname(file)];
    const text = type === undefined ? null : readPageFile(file);
    if (type === undefined || text === null) return reply.code(404).send('File not found.');
    return reply.type(type).header('cache-control', 'no-cache').send(text);
  });
  app.get('/playground/offer-token', async (_request, reply) =>
    tokenSecret === undefined
      ? reply.code(404).send('OFFER_TOKEN_SECRET is not set.')
      : reply.type('text/plain').header('cache-control', 'no-store').send(signOrder(tokenSecret, tokenAudience)),
  );
  const scripted = createScriptedBackend();
  app.route({
    method: ['GET', 'POST'],
    url: '/playground/backend/*',
    handler: async (request, reply) => sendResponse(reply, await scripted(asFetchRequest(request, reply))),
  });
}

/** The request as a `Request`, which is aborted when the client gives up. */
function asFetchRequest({ method, url, host, body }: FastifyRequest, reply: FastifyReply): Request {
  const closed = new AbortController();
  reply.raw.once('close', () => closed.abort());
  const sent = body === undefined || body === null ? null : JSON.stringify(body);
  return new Request(`http://${host}${url}`, { method, body: sent, signal: closed.signal });
}

/** Sends a response of a fetch handler. Cuts the connection for `Response.error()`, which browsers report as a network error. */
function sendResponse(reply: FastifyReply, response: Response): FastifyReply {
  if (response.type !== 'error') return reply.send(response);
  reply.hijack().raw.destroy();
  return reply;
}
const HALF_AN_HOUR_S = 1800;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Signs an order as a shop's server does: a JWT (HS256), for which any JWT library works. This code uses none, to show the
 * format.
 * @param secret the key with the same `kid` in the backend's `OFFER_TOKEN_KEYS`.
 * @param audience the backend's address, as in its setting `PUBLIC_URL`.
 */
function signOrder(secret: string, audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const offer = {
    title: { fr: 'Panier : 2 T-shirts, 1 tasse', ar: 'سلة: قميصان وفنجان', en: 'Basket: 2 T-shirts, 1 cup' },
    amount_mode: 'fixed',
    amount: '10250.00',
    usage_mode: 'one_shot',
  };
  const claims = { aud: audience, iat: now, exp: now + HALF_AN_HOUR_S, jti: randomUUID(), offer };
  const signed = `${part({ alg: 'HS256', kid: 'demo' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
