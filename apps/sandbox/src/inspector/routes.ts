import type { FastifyInstance } from 'fastify';

import { sendDocument } from '../document.ts';
import type { Activity } from './activity.ts';
import { registerChanges } from './changes.ts';
import { type Inspected, createInspectorPage } from './page.ts';

/**
 * `GET /`, for people (and for whoever waits until the sandbox answers 200), and what the page asks for by itself.
 * `stopping` ends its streams.
 */
export function createInspector(inspected: Inspected, activity: Activity, stopping: AbortSignal) {
  const { world, faults } = inspected;
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/', (_request, reply) => sendDocument(reply, 200, createInspectorPage(inspected)));

    app.get<{ Params: { seq: string } }>('/_sandbox/exchanges/:seq', (request, reply) => {
      const exchange = activity.find(Number(request.params.seq));
      return exchange ?? reply.code(404).send({ reason: 'not_found', message: 'This call is not kept any more.' });
    });

    const hits = (): number => faults.list().reduce((sum, fault) => sum + fault.hits, faults.list().length);
    registerChanges(app, world.clock, () => [world.revision, activity.count, hits()].join(' '), stopping);
  };
}
