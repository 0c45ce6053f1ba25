import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type ScriptFile, type ScriptLibrary, createScriptEncodings } from '../script-library.ts';
import {
  etag,
  inPath,
  NOT_MODIFIED,
  plainProblem,
  problems,
  type ResponseDoc,
  type RouteDoc,
  text,
  typed,
} from '../../openapi/route-doc.ts';
import { sendNotFound } from '../errors.ts';
import { createReadLimit } from '../limits.ts';
import type { RouteContext } from '../request.ts';

const SHORT = 'public, max-age=300, stale-while-revalidate=86400';
const FOREVER = 'public, max-age=31536000, immutable';
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/**
 * The drop-in: this build at short addresses, and every version permanently at its own address. Limited per network by
 * `MAX_READS_PER_MINUTE`, counted separately from other reads, so that a page that loads the button can also use it.
 */
export function scriptRoutes(app: FastifyInstance, { scripts, settings }: RouteContext): void {
  const encodings = createScriptEncodings();
  const limit = createReadLimit(settings.MAX_READS_PER_MINUTE);
  app.addHook('onRequest', (request, reply, done) => {
    const problem = limit.count(request);
    // Lets the page read the refusal.
    if (problem) void reply.headers(SHARED);
    done(problem);
  });

  async function send(request: FastifyRequest, reply: FastifyReply, file: ScriptFile): Promise<FastifyReply> {
    // A weak tag, because the encodings of a script differ in their bytes.
    const etag = `W/"${file.integrity}"`;
    void reply.headers({ ...SHARED, etag, vary: 'Accept-Encoding' });
    if (request.headers['if-none-match']?.includes(file.integrity)) return reply.code(304).send();
    const { body, encoding } = await encodings.encode(file, request.headers['accept-encoding']);
    if (encoding) void reply.header('content-encoding', encoding);
    return reply.header('content-type', typeOf(file.name)).send(body);
  }

  for (const [address, file] of Object.entries(currentScripts(scripts))) {
    const doc = address === 'mytpe-pay-button.js' ? CURRENT : DEVELOPMENT;
    app.get(`/${address}`, { config: { doc } }, async (request, reply) =>
      send(request, reply.header('cache-control', SHORT), file),
    );
  }

  // A version contains a dot, so that this route never matches `/v1/…`.
  const versioned = '/v:version(^\\d+\\.[\\w.-]+$)/:file';
  app.get<{ Params: { version: string; file: string } }>(
    versioned,
    { config: { doc: PINNED } },
    async (request, reply) => {
      const script = scripts.file(request.params.version, request.params.file);
      if (script) return send(request, reply.header('cache-control', FOREVER), script);
      // During an upgrade a page may request a newer version from a replica of the old one: it can read the 404, uncached.
      sendNotFound(request, reply.headers(SHARED));
      return reply;
    },
  );

  app.get('/integrity.json', { config: { doc: INTEGRITY } }, async (_request, reply) =>
    reply.headers({ ...SHARED, 'cache-control': SHORT }).send(integrities(scripts)),
  );
}

function typeOf(name: string): string {
  return name.endsWith('.map') ? 'application/json; charset=utf-8' : 'text/javascript; charset=utf-8';
}

/** The scripts of this build, by their addresses without a version. */
function currentScripts({ entry, development }: ScriptLibrary): Record<string, ScriptFile> {
  return { 'mytpe-pay-button.js': entry, 'mytpe-pay-button.dev.js': development };
}

function integrities(scripts: ScriptLibrary): object {
  const current = Object.entries(currentScripts(scripts)).map(([address, file]) => [address, file.integrity]);
  const versioned = scripts.all().map((file) => [`v${file.version}/${file.name}`, file.integrity]);
  return { version: scripts.version, files: Object.fromEntries([...current, ...versioned]) };
}

const script = (): Record<string, ResponseDoc> => ({
  200: typed('The script.', 'text/javascript', text, { ETag: etag }),
  304: NOT_MODIFIED,
  ...problems('rate_limited'),
});

const CURRENT = (): RouteDoc => ({
  operationId: 'currentScript',
  tag: 'Scripts',
  summary: 'The newest drop-in script',
  responses: script(),
});

const DEVELOPMENT = (): RouteDoc => ({
  operationId: 'developmentScript',
  tag: 'Scripts',
  summary: 'The newest drop-in script with developer warnings in the console',
  responses: script(),
});

const PINNED = (): RouteDoc => ({
  operationId: 'pinnedScript',
  tag: 'Scripts',
  summary: 'A script of one version, which never changes',
  parameters: [
    inPath('version', 'Any version that this installation has served.', {
      type: 'string',
      pattern: '^\\d+\\.[\\w.-]+$',
    }),
    inPath('file', 'The file name from `/integrity.json`.', text),
  ],
  responses: { ...script(), 404: plainProblem('The script does not exist.') },
});

const INTEGRITY = (): RouteDoc => ({
  operationId: 'integrity',
  tag: 'Scripts',
  summary: 'The subresource integrity of every script',
  responses: {
    200: typed('`files`: the hash of each script by its address.', 'application/json', {
      type: 'object',
      required: ['version', 'files'],
      properties: { version: text, files: { type: 'object', additionalProperties: text } },
    }),
    ...problems('rate_limited'),
  },
});
