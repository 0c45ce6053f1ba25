import type { FastifyInstance } from 'fastify';

import { MAX_DELIVERY_BYTES, type Receiver } from './receiver.ts';

/**
 * `POST /webhooks/mytpe`. What is signed is the bytes as they came, so no JSON parser has them first. Not limited by
 * address: all of MyTPE may have one, and a forgery costs one hash.
 */
export function webhookRoutes(app: FastifyInstance, receiver: Receiver): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_DELIVERY_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.post<{ Body: Buffer | null }>(
    '/webhooks/mytpe',
    { bodyLimit: MAX_DELIVERY_BYTES },
    async ({ body, raw }, reply) => {
      // The distinct headers show one that was sent twice.
      const accepted = await receiver.receive(body ?? Buffer.alloc(0), raw.headersDistinct);
      void reply.header('cache-control', 'no-store');
      return accepted ? { received: true } : reply.code(403).send({ received: false });
    },
  );
}
