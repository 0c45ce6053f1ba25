import type { FastifyInstance } from 'fastify';

import type { OpenApiDocument } from '../../openapi/build-document.ts';
import { type DocumentedRoute, problems, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import { page } from '../../pages/page.ts';
import type { RouteContext } from '../request.ts';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/**
 * `/openapi.json`, `/docs` and `/docs/troubleshooting`. The document and the pages are loaded and built on their first
 * request, not at the start.
 * @param routes all routes of the server; read when the document is built.
 */
export function docsRoutes(app: FastifyInstance, { scripts }: RouteContext, routes: readonly DocumentedRoute[]): void {
  let built: Promise<OpenApiDocument> | undefined;
  const document = (): Promise<OpenApiDocument> =>
    (built ??= import('../../openapi/build-document.ts').then(({ createDocument }) =>
      createDocument(scripts.version, routes),
    ));

  app.get('/openapi.json', { config: { doc: OPENAPI } }, async (_request, reply) =>
    reply.headers(HEADERS).send(JSON.stringify(await document())),
  );

  app.get('/docs', { config: { doc: DOCS } }, async (_request, reply) => {
    const { REFERENCE_LOOK, referencePage } = await import('../../pages/reference-page.ts');
    const about = await document();
    // The reference is in English, like the identifiers in it.
    const { html, headers } = page('en', about.info.title, referencePage(about), REFERENCE_LOOK);
    return reply.headers(headers).send(html);
  });

  app.get('/docs/troubleshooting', { config: { doc: TROUBLESHOOTING } }, async (_request, reply) => {
    const { REFERENCE_LOOK, TROUBLESHOOTING_TITLE, troubleshootingPage } =
      await import('../../pages/reference-page.ts');
    const body = troubleshootingPage(scripts.troubleshooting);
    const { html, headers } = page('en', TROUBLESHOOTING_TITLE, body, REFERENCE_LOOK);
    return reply.headers({ ...headers, 'cache-control': HEADERS['cache-control'] }).send(html);
  });
}

const OPENAPI = (): RouteDoc => ({
  operationId: 'openapi',
  tag: 'Operation',
  summary: 'This document',
  responses: { 200: typed('OpenAPI 3.1.', 'application/json', { type: 'object' }), ...problems('rate_limited') },
});

const DOCS = (): RouteDoc => ({
  operationId: 'docs',
  tag: 'Operation',
  summary: 'This document as a page',
  responses: { 200: typed('The page.', 'text/html'), ...problems('rate_limited') },
});

const TROUBLESHOOTING = (): RouteDoc => ({
  operationId: 'troubleshooting',
  tag: 'Operation',
  summary: 'A section for each problem that the button reports in the console',
  responses: { 200: typed('The page.', 'text/html'), ...problems('rate_limited') },
});
