import type { FastifyInstance } from 'fastify';

import type { CallLog } from '../controls/call-log.ts';
import { sendDocument } from '../document.ts';
import type { World } from '../model/world.ts';
import { createInspectorPage } from './page.ts';

/** `GET /`, for people (and for whoever waits until the sandbox answers 200). */
export function createInspector(world: World, log: CallLog, url: () => string) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/', (_request, reply) => sendDocument(reply, 200, createInspectorPage(world, log.list(), url())));
  };
}
