import fastify from 'fastify';
import { expect, it, onTestFinished, vi } from 'vitest';

import { createDocument } from './build-document.ts';
import { collectRouteDocs, forOperator, type RouteDoc } from './route-doc.ts';

const DOC: RouteDoc = {
  operationId: 'read',
  tag: 'Pages',
  summary: 'Read',
  responses: { 200: { description: 'It.' } },
};

function start() {
  const app = fastify();
  onTestFinished(() => app.close());
  return { app, routes: collectRouteDocs(app) };
}

it('lists each route under its prefix and method, without the HEAD route that Fastify adds', async () => {
  const { app, routes } = start();
  await app.register(
    async (inside) => {
      inside.get('/things/:id', { config: { doc: () => DOC } }, async () => 'it');
      inside.post('/things/:id', { config: { doc: () => ({ ...DOC, operationId: 'change' }) } }, async () => 'it');
      inside.options('/*', async () => 'it');
    },
    { prefix: '/v1' },
  );
  app.get('/v:version(^\\d+\\.[\\w.-]+$)/:file', { config: { doc: () => DOC } }, async () => 'it');
  const { paths } = createDocument('1.0.0', routes);
  const { tag, ...operation } = DOC;
  expect(paths).toEqual({
    '/v1/things/{id}': {
      get: { ...operation, tags: [tag] },
      post: { ...operation, operationId: 'change', tags: [tag] },
    },
    '/v{version}/{file}': { get: { ...operation, tags: [tag] } },
  });
});

it('evaluates the documentation of a route when the document is built, not when the route is registered', async () => {
  const { app, routes } = start();
  const doc = vi.fn<() => RouteDoc>(() => DOC);
  app.get('/', { config: { doc } }, async () => 'it');
  await app.inject('/');
  expect(doc).not.toHaveBeenCalled();
  createDocument('1.0.0', routes);
  expect(doc).toHaveBeenCalledTimes(1);
});

it.each([true, false])('describes the admin routes only if they exist: %s', (forOperators) => {
  const { app, routes } = start();
  app.get('/', { config: { doc: () => (forOperators ? forOperator(DOC) : DOC) } }, async () => 'it');
  const { tags, components, paths } = createDocument('1.0.0', routes);
  expect(tags.some(({ name }) => name === 'Administration')).toBe(forOperators);
  expect('AdminLink' in components.schemas).toBe(forOperators);
  expect(paths['/']!.get!.security).toEqual(forOperators ? [{ operator: [] }] : undefined);
  expect('401' in paths['/']!.get!.responses).toBe(forOperators);
});
