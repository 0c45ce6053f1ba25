import { readFileSync } from 'node:fs';

import { Validator } from '@seriousme/openapi-schema-validator';
import type fastify from 'fastify';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { fullDocument, OPENAPI_FILE } from '../../scripts/openapi.ts';
import { EVENT_TYPES } from '../../src/repository/outbox.ts';
import { TROUBLESHOOTING, startSystem } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
type Route = { readonly method: string | string[]; readonly url: string };
const recorded = vi.hoisted(() => {
  // Test files share a worker: without this, the backend would keep the Fastify that an earlier file imported.
  vi.resetModules();
  return { apps: [] as Route[][] };
});

// Records every registered route.
vi.mock('fastify', async (original) => {
  const actual = await original<{ default: typeof fastify }>();
  const recording = (options: object) => {
    const routes: Route[] = [];
    recorded.apps.push(routes);
    return actual.default(options).addHook('onRoute', (route) => void routes.push(route));
  };
  return { ...actual, default: recording };
});
beforeEach(() => recorded.apps.splice(0));

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  readonly webhooks: Document['paths'];
  readonly components: { readonly schemas: Record<string, object> };
}

/** Converts a path such as `/pay/:offer` to the notation of OpenAPI. */
const template = (url: string): string => url.replaceAll(/:(\w+)(?:\(.*?\$\))?/g, '{$1}');

function registered(): string[] {
  // The sandbox is a Fastify application too; select the backend.
  return recorded.apps
    .find((routes) => routes.some(({ url }) => url === '/v1/links'))!
    .flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${template(url)}`))
    .filter((route) => !/^(?:HEAD|OPTIONS) /.test(route));
}

const described = ({ paths }: Document): string[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

describe.each<[string, Record<string, string>]>([
  ['without ADMIN_TOKEN', {}],
  ['with ADMIN_TOKEN', { ADMIN_TOKEN }],
])('the OpenAPI document, %s', (_name, env) => {
  it('is valid and documents every registered route', async () => {
    const { get } = await startSystem(env);
    const { status, body } = await get<Document>('/openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    expect(await new Validator().validate({ ...structuredClone(body) })).toEqual({ valid: true });
    expect(described(body).sort()).toEqual(registered().sort());
    expect(Object.keys(body.webhooks)).toEqual([...EVENT_TYPES]);
    const operations = Object.values({ ...body.paths, ...body.webhooks });
    const ids = operations.flatMap((methods) => Object.values(methods).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name!);
    expect(references.filter((name) => !(name in body.components.schemas))).toEqual([]);
  });
});

describe('the document with every optional route', () => {
  it('is valid', async () => {
    const document = { ...(await fullDocument()) };
    expect(Object.keys(document.paths)).toContain('/webhooks/mytpe');
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it('equals openapi.json; `npx pnpm --filter @mytpe-pay/backend openapi` updates the file', async () => {
    expect(JSON.parse(readFileSync(OPENAPI_FILE, 'utf8'))).toEqual(await fullDocument());
  });
});

it('the validator detects an invalid document', async () => {
  const wrong = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/a': { get: { responses: 5 } } } };
  expect(await new Validator().validate(wrong)).toMatchObject({ valid: false });
});

describe('the troubleshooting page', () => {
  it('has an escaped section for each problem code, and loads no resources', async () => {
    const { url } = await startSystem();
    const response = await fetch(`${url}/docs/troubleshooting`);
    const html = await response.text();
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'public, max-age=300',
    ]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|https?:\/\/|style="/);
    for (const { code } of TROUBLESHOOTING) expect(html).toContain(`<section id="${code}">`);
    expect(html).toContain('no offer &quot;…&quot;: check &lt;offers&gt;');
    expect(html).toContain('responds <code>404</code>');
    expect((await (await fetch(`${url}/docs`)).text()).includes('href="docs/troubleshooting"')).toBe(true);
    expect((await fetch(`${url}/docs/other`)).status).toBe(404);
  });
});

describe('the reference', () => {
  it('shows every operation and every schema, and loads no resources', async () => {
    const { url, get } = await startSystem({ ADMIN_TOKEN });
    const { body } = await get<Document>('/openapi.json');
    const response = await fetch(`${url}/docs`);
    const html = await response.text();
    expect([response.status, response.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(html).not.toMatch(/<script|https?:\/\/(?!127)|style="/);
    for (const [path, methods] of Object.entries({ ...body.paths, ...body.webhooks }))
      for (const { operationId } of Object.values(methods))
        expect(html).toMatch(
          new RegExp(`id="${operationId}".*?<code>${path.replaceAll(/[{}/.]/g, '\\$&')}</code>`, 's'),
        );
    const anchors = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
    for (const name of Object.keys(body.components.schemas)) expect(anchors).toContain(`schema-${name}`);
  });

  it('documents the error codes that the backend returns', async () => {
    const { get, post } = await startSystem();
    const { body } = await get<Document>('/openapi.json');
    const responses = [
      { path: '/v1/offers/{id}', method: 'get', response: await get('/v1/offers/nothing') },
      { path: '/v1/links', method: 'post', response: await post({ offer: 'invoice' }, 'key-1') },
      { path: '/v1/links', method: 'post', response: await post({ offer: 'tshirt' }) },
      { path: '/v1/links', method: 'post', response: await post({ offer: 'tshirt', version: 'old' }, 'key-2') },
      { path: '/v1/links/{id}', method: 'get', response: await get(`/v1/links/lnk_${'a'.repeat(22)}`) },
    ];
    for (const { path, method, response } of responses) {
      const { code } = response.body as unknown as { code: string };
      expect(JSON.stringify(body.paths[path]![method]!.responses[response.status])).toContain(`\`${code}\``);
    }
  });
});
