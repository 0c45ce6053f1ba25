import type { FastifyInstance, FastifyReply } from 'fastify';

import type { ScriptFile, ScriptLibrary } from '../service.ts';
import type { RouteContext } from './context.ts';
import { answerNotFound } from './problem-answer.ts';

const SHORT = 'public, max-age=300, stale-while-revalidate=86400';
const FOREVER = 'public, max-age=31536000, immutable';
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
};

/** The drop-in: always the newest at its short name, every version for ever at its own. */
export function scriptRoutes(app: FastifyInstance, { scripts }: RouteContext): void {
  app.get('/mytpe-pay-button.js', async (request, reply) => {
    const { current } = scripts;
    const etag = `"${current.integrity}"`;
    void reply.headers({ ...SHARED, 'cache-control': SHORT, etag });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return sendFile(reply, current);
  });

  app.get<{ Params: { version: string; file: string } }>('/v:version/:file', async (request, reply) => {
    const { version, file } = request.params;
    const script = scripts.file(version, file);
    if (!script) return answerNotFound(request, reply);
    return sendFile(reply.headers({ ...SHARED, 'cache-control': FOREVER }), script);
  });

  app.get('/integrity.json', async (_request, reply) =>
    reply.headers({ ...SHARED, 'cache-control': SHORT }).send(integrities(scripts)),
  );
}

function sendFile(reply: FastifyReply, { name, body }: ScriptFile): FastifyReply {
  const type = name.endsWith('.map') ? 'application/json; charset=utf-8' : 'text/javascript; charset=utf-8';
  return reply.header('content-type', type).send(body);
}

function integrities({ version, current, all }: ScriptLibrary): object {
  const files = all().map((file) => [`v${file.version}/${file.name}`, file.integrity]);
  return { version, files: { 'mytpe-pay-button.js': current.integrity, ...Object.fromEntries(files) } };
}
