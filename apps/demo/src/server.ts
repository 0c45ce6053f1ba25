import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import files from '@fastify/static';
import fastify from 'fastify';

import { serveExamples } from './examples.ts';
import { servePlayground } from './playground.ts';
import { shopPage } from './shop/page.ts';
import { isLanguage } from './shop/strings.ts';

const port = Number(process.env['DEMO_PORT'] ?? 8030);
const backendUrl = process.env['BACKEND_URL'] || 'http://127.0.0.1:8020';
if (!URL.canParse(backendUrl)) throw new Error(`BACKEND_URL is not a valid address: ${backendUrl}`);
// The URL's own serialisation contains no quote or bracket that could end an attribute.
const backend = new URL(backendUrl).href.replace(/\/+$/, '');

/** The part of a shop's policy that the button needs: the backend as a source of scripts and for requests. */
const policy = (scripts: string, backends = backend): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    `connect-src ${backends}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A page's headers, for its sources of scripts. */
const pageHeaders = (scripts: string, backends?: string): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy(scripts, backends),
  'cache-control': 'no-store',
});

const app = fastify();
await app.register(files, { root: fileURLToPath(new URL('../public/', import.meta.url)), prefix: '/assets/' });

app.get('/', async (request, reply) => {
  const { lang } = request.query as { lang?: string };
  const html = shopPage(isLanguage(lang) ? lang : 'fr', backend);
  return reply.headers(pageHeaders(backend)).send(html);
});
serveExamples(app, backend, pageHeaders(`'self' ${backend}`));
// The playground serves scripted backends in addition to using the real one.
servePlayground(app, {
  backend,
  headers: pageHeaders(`'self' ${backend}`, `'self' ${backend}`),
  tokenSecret: process.env['OFFER_TOKEN_SECRET'],
  tokenAudience: process.env['BACKEND_PUBLIC_URL'] || backend,
});
const icon = readFileSync(new URL('../public/icon.svg', import.meta.url));
app.get('/favicon.ico', async (_request, reply) => reply.type('image/svg+xml').send(icon));

try {
  await app.listen({ host: '127.0.0.1', port });
  process.stdout.write(`The shop is at http://127.0.0.1:${port}\n`);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  process.stderr.write(`Port ${port} is taken. Stop the program that uses it, or set DEMO_PORT to another port.\n`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void app.close().then(() => process.exit(0)));
