import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { FastifyInstance } from 'fastify';
import { parse } from 'yaml';

import { isLanguage } from '../shop/strings.ts';
import { playgroundPage, stagePage } from './page.ts';
import { serveScriptedBackends } from './scripted-backend.ts';

const BUILT = fileURLToPath(new URL('../../dist/', import.meta.url));
const CATALOG = fileURLToPath(new URL('../../offers.yaml', import.meta.url));
const SCRIPTS = ['playground', 'stage', 'scenario'] as const;

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
  app.get('/playground', async (_request, reply) =>
    reply.headers(headers).send(playgroundPage(backend, Object.keys(offers), tokenSecret !== undefined)),
  );
  app.get<{ Querystring: { lang?: string; theme?: string } }>('/playground/stage', async ({ query }, reply) => {
    const lang = isLanguage(query.lang) ? query.lang : 'fr';
    return reply.headers(headers).send(stagePage(backend, { lang, dark: query.theme === 'dark' }));
  });
  for (const name of SCRIPTS)
    app.get(`/playground/${name}.js`, async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script(name)),
    );
  app.get('/playground/offer-token', async (_request, reply) =>
    tokenSecret === undefined
      ? reply.code(404).send('OFFER_TOKEN_SECRET is not set.')
      : reply.type('text/plain').header('cache-control', 'no-store').send(signOrder(tokenSecret, tokenAudience)),
  );
  serveScriptedBackends(app);
}

function script(name: string): string {
  try {
    return readFileSync(`${BUILT}${name}.js`, 'utf8');
  } catch {
    return "throw new Error('The playground is not built: npx pnpm --filter @mytpe-pay/demo build')";
  }
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
