import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type DeliveryRefusal, MAX_DELIVERY_BYTES, type WebhookInbox } from '../../webhooks/inbox.ts';
import type { RateLimit } from '../rate-limit.ts';

/**
 * `POST /webhooks/mytpe`. The signature covers the raw bytes, so no JSON parser runs first. Headers are checked before the
 * body is read. Only refused deliveries are limited: all of MyTPE may have one address, and may catch up on many deliveries
 * at a time.
 * @param refused counts refused deliveries by network.
 */
export function webhookRoutes(app: FastifyInstance, receiver: WebhookInbox, refused: RateLimit): void {
  function refuse(request: FastifyRequest, reply: FastifyReply, { reason, message }: DeliveryRefusal): FastifyReply {
    void refused.count(request);
    const fields = { status: 403, reason };
    app.refusals.note(request, reply, { reason: `webhook ${reason}`, level: 'warn', message, fields });
    return reply.code(403).header('cache-control', 'no-store').send({ received: false });
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_DELIVERY_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.post<{ Body: Buffer | null }>(
    '/webhooks/mytpe',
    {
      bodyLimit: MAX_DELIVERY_BYTES,
      onRequest(request, reply, done) {
        const problem = refused.check(request);
        // The distinct headers show a header that was sent twice.
        const refusal = problem ? null : receiver.checkHeaders(request.raw.headersDistinct);
        if (!problem && !refusal) return done();
        // Nothing of the body is read: the connection ends here.
        void reply.header('connection', 'close');
        if (refusal) refuse(request, reply, refusal);
        else done(problem);
      },
    },
    async (request, reply) => {
      const refusal = await receiver.receive(request.body ?? Buffer.alloc(0), request.raw.headersDistinct);
      if (refusal) return refuse(request, reply, refusal);
      return reply.header('cache-control', 'no-store').send({ received: true });
    },
  );
}
