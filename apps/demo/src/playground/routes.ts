import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { FastifyInstance } from 'fastify';
import { parse } from 'yaml';

import { isLanguage } from '../shop/words.ts';
import { signOrder } from './offer-token.ts';
import { playgroundPage, stagePage } from './page.ts';
import { serveScriptedBackends } from './scripted-backend.ts';

const BUILT = fileURLToPath(new URL('../../dist/', import.meta.url));
const CATALOG = fileURLToPath(new URL('../../offers.yaml', import.meta.url));
const SCRIPTS = ['playground', 'stage', 'situation'] as const;

export interface PlaygroundOptions {
  readonly backend: string;
  /** Sent with every page. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signs orders; absent: there are none to choose. */
  readonly tokenSecret: string | undefined;
  /** The `aud` of those orders: the backend's own address. */
  readonly tokenAudience: string;
}

/** `/playground`: the element with everything it can be told, against the real backend and in every situation. */
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
