import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

import type { ScriptFile, ScriptLibrary } from '../script-library.ts';
import type { RouteContext } from '../context.ts';
import { sendNotFound } from '../errors.ts';
import { createReadLimit } from '../rate-limit.ts';

const ENCODERS = {
  br: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }, done),
  ),
  gzip: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    gzip(body, { level: constants.Z_BEST_COMPRESSION }, done),
  ),
} as const;
type Encoding = keyof typeof ENCODERS;

/** The smallest form of a script that a browser takes. Each is made once, on first demand, and kept with its file. */
export interface ScriptEncodings {
  encode(file: ScriptFile, acceptEncoding: string | undefined): Promise<{ body: Buffer; encoding: Encoding | null }>;
}

export function createScriptEncodings(): ScriptEncodings {
  const made = new WeakMap<ScriptFile, Map<Encoding, Promise<Buffer>>>();

  function encoded(file: ScriptFile, encoding: Encoding): Promise<Buffer> {
    const forms = made.get(file) ?? new Map<Encoding, Promise<Buffer>>();
    made.set(file, forms);
    const known = forms.get(encoding) ?? ENCODERS[encoding](file.body);
    forms.set(encoding, known);
    return known;
  }

  return {
    async encode(file, acceptEncoding) {
      const encoding = preferred(acceptEncoding);
      if (encoding === null) return { body: file.body, encoding };
      return { body: await encoded(file, encoding), encoding };
    },
  };
}

function preferred(acceptEncoding: string | undefined): Encoding | null {
  // Browsers say this in some thirty characters.
  if (!acceptEncoding || acceptEncoding.length > 200) return null;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings(['br', 'gzip']);
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null;
}

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
    sendNotFound(request, reply.headers(SHARED));
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
