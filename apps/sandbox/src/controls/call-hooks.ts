import type { FastifyInstance } from 'fastify';

import type { Call, CallLog } from './call-log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The log’s record of this call. `undefined` for requests outside the APIs. */
    call: Call | undefined;
  }
}

const LINK_IN_PATH = /\/links\/([^/]+)/;

/** Records every API call, with or without a response, and passes a line about each finished call to `print`. */
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

  // Completed before the response leaves, so that a client that has the response finds the call complete in the log.
  app.addHook('onSend', async ({ call, fault }, reply) => {
    if (call === undefined) return;
    call.ms = Math.round(reply.elapsedTime);
    if (fault?.fault.type !== 'reset_after') call.status = reply.statusCode;
    print(`${call.method} ${call.path} ${call.status ?? 'cut off'} ${call.ms} ms`);
  });
}
