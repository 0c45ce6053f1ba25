import type { FastifyInstance } from 'fastify';

import type { OpenApiDocument } from '../../openapi/document.ts';
import { page } from '../../pages/page.ts';
import type { RouteContext } from '../context.ts';
import type { ReadLimit } from '../rate-limit.ts';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/** `/openapi.json`, `/docs` and `/docs/troubleshooting`. Each is loaded and built on its first request, not at the start. */
export function referenceRoutes(app: FastifyInstance, { scripts }: RouteContext, limitReads: ReadLimit): void {
  const onRequest = (request: Parameters<ReadLimit>[0], _reply: unknown, done: (problem?: Error) => void): void =>
    done(limitReads(request));
  let made: Promise<OpenApiDocument> | undefined;
  const document = (): Promise<OpenApiDocument> =>
    (made ??= import('../../openapi/document.ts').then(({ createDocument }) =>
      createDocument(scripts.version, (method, url) => app.hasRoute({ method, url })),
    ));

  app.get('/openapi.json', { onRequest }, async (_request, reply) =>
    reply.headers(HEADERS).send(JSON.stringify(await document())),
  );

  app.get('/docs', { onRequest }, async (_request, reply) => {
    const { REFERENCE_LOOK, referencePage } = await import('../../pages/reference-page.ts');
    const about = await document();
    // The reference is written in English, like the names in it.
    const { html, headers } = page('en', about.info.title, referencePage(about), REFERENCE_LOOK);
    return reply.headers(headers).send(html);
  });

  app.get('/docs/troubleshooting', { onRequest }, async (_request, reply) => {
    const [{ REFERENCE_LOOK }, { TROUBLESHOOTING_TITLE, troubleshootingPage }] = await Promise.all([
      import('../../pages/reference-page.ts'),
      import('../../pages/reference-page.ts'),
    ]);
    const body = troubleshootingPage(scripts.troubleshooting);
    const { html, headers } = page('en', TROUBLESHOOTING_TITLE, body, REFERENCE_LOOK);
    return reply.headers({ ...headers, 'cache-control': HEADERS['cache-control'] }).send(html);
  });
}
