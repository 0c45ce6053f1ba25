import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ScriptFile, ScriptLibrary } from '../service.ts';
import type { RouteContext } from './context.ts';
import { answerNotFound } from './problem-answer.ts';
import { createReadLimit } from './read-limit.ts';
import { createScriptEncodings } from './script-encodings.ts';

const SHORT = 'public, max-age=300, stale-while-revalidate=86400';
const FOREVER = 'public, max-age=31536000, immutable';
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/**
 * The drop-in: the newest version at its short names, and every version permanently at its own. Limited per address by
 * `MAX_READS_PER_MINUTE`, counted apart from other reads: a page that loads the button must also be able to use it.
 */
export function scriptRoutes(app: FastifyInstance, { scripts, settings }: RouteContext): void {
  const encodings = createScriptEncodings();
  const limit = createReadLimit(settings.MAX_READS_PER_MINUTE);
  app.addHook('onRequest', (request, reply, done) => {
    const problem = limit.count(request);
    // A page must be able to read the refusal.
    if (problem) void reply.headers(SHARED);
    done(problem);
  });

  async function send(request: FastifyRequest, reply: FastifyReply, file: ScriptFile): Promise<FastifyReply> {
    // Weak: the same script in every encoding.
    const etag = `W/"${file.integrity}"`;
    void reply.headers({ ...SHARED, etag, vary: 'Accept-Encoding' });
    if (request.headers['if-none-match']?.includes(file.integrity)) return reply.code(304).send();
    const { body, encoding } = await encodings.encode(file, request.headers['accept-encoding']);
    if (encoding) void reply.header('content-encoding', encoding);
    return reply.header('content-type', typeOf(file.name)).send(body);
  }

  for (const [address, file] of Object.entries(currentScripts(scripts)))
    app.get(`/${address}`, async (request, reply) => send(request, reply.header('cache-control', SHORT), file));

  // A version has a dot, so that this is never mistaken for `/v1/…`.
  const versioned = '/v:version(^\\d+\\.[\\w.-]+$)/:file';
  app.get<{ Params: { version: string; file: string } }>(versioned, async (request, reply) => {
    const script = scripts.file(request.params.version, request.params.file);
    if (script) return send(request, reply.header('cache-control', FOREVER), script);
    // A page of the future may ask a replica that was not upgraded yet: not found must not be remembered, but readable.
    answerNotFound(request, reply.headers(SHARED));
    return reply;
  });

  app.get('/integrity.json', async (_request, reply) =>
    reply.headers({ ...SHARED, 'cache-control': SHORT }).send(integrities(scripts)),
  );
}

function typeOf(name: string): string {
  return name.endsWith('.map') ? 'application/json; charset=utf-8' : 'text/javascript; charset=utf-8';
}

/** The scripts of this build by their addresses without a version. */
function currentScripts({ entry, development }: ScriptLibrary): Record<string, ScriptFile> {
  return { 'mytpe-pay-button.js': entry, 'mytpe-pay-button.dev.js': development };
}

function integrities(scripts: ScriptLibrary): object {
  const current = Object.entries(currentScripts(scripts)).map(([address, file]) => [address, file.integrity]);
  const versioned = scripts.all().map((file) => [`v${file.version}/${file.name}`, file.integrity]);
  return { version: scripts.version, files: Object.fromEntries([...current, ...versioned]) };
}
