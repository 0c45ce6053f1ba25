import type { FastifyInstance } from 'fastify';

import type { Call, CallLog } from './call-log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The log's record of this call; `undefined` for what is not a call to the API. */
    call: Call | undefined;
  }
}

const LINK_IN_PATH = /\/links\/([^/]+)/;

/** Records every call to the API, answered or not, and tells `print` about each one that ends. */
export function registerCallLog(
  app: FastifyInstance,
  log: CallLog,
  clock: () => Date,
  print: (line: string) => void,
): void {
  app.decorateRequest('call');

  app.addHook('onRequest', async (request) => {
    const [path = '', query = ''] = request.url.split('?', 2);
    if (!path.startsWith('/api/')) return;
    const link_id = LINK_IN_PATH.exec(path)?.[1] ?? null;
    request.call = log.begin({ at: clock().toISOString(), method: request.method, path, query, link_id });
  });

  // Filled in before the answer leaves, so that whoever has the answer finds the call complete.
  app.addHook('onSend', async ({ call, fault }, reply) => {
    if (call === undefined) return;
    call.ms = Math.round(reply.elapsedTime);
    if (fault?.fault.type !== 'reset_after') call.status = reply.statusCode;
    print(`${call.method} ${call.path} ${call.status ?? 'cut off'} ${call.ms} ms`);
  });
}
