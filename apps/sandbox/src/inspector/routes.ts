import type { FastifyInstance } from 'fastify';

import { sendDocument } from '../http.ts';
import type { Activity } from './activity.ts';
import { registerChanges } from './changes.ts';
import { type Inspected, createInspectorPage } from './page.ts';

/**
 * Creates `GET /` and the routes that the page calls. Scripts can poll `GET /` until the sandbox responds with 200.
 * `stopping` ends the streams.
 */
export function createInspector(inspected: Inspected, activity: Activity, stopping: AbortSignal) {
  const { world, faults } = inspected;
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/', (_request, reply) => sendDocument(reply, 200, createInspectorPage(inspected)));

    app.get<{ Params: { seq: string } }>('/_sandbox/exchanges/:seq', (request, reply) => {
      const exchange = activity.find(Number(request.params.seq));
      return (
        exchange ??
        reply.code(404).send({ reason: 'not_found', message: 'This call is too old. Its bodies were removed.' })
      );
    });

    const hits = (): number => faults.list().reduce((sum, fault) => sum + fault.hits, faults.list().length);
    registerChanges(app, world.clock, () => [world.revision, activity.count, hits()].join(' '), stopping);
  };
}
