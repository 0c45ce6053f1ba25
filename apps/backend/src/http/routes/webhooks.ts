import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { problems, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import { type DeliveryRefusal, MAX_DELIVERY_BYTES, type WebhookInbox } from '../../webhooks/receive-webhook.ts';
import type { RateLimit } from '../limits.ts';

/**
 * `POST /webhooks/mytpe`. The signature covers the raw bytes, so no JSON parser runs first. Headers are checked before the
 * body is read. Only refused deliveries are limited: all of MyTPE may have one address, and may catch up on many deliveries
 * at a time.
 * @param refused counts refused deliveries by network.
 */
export function webhookRoutes(app: FastifyInstance, inbox: WebhookInbox, refused: RateLimit): void {
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
      config: { doc: RECEIVE },
      bodyLimit: MAX_DELIVERY_BYTES,
      onRequest(request, reply, done) {
        const problem = refused.check(request);
        // `headersDistinct` keeps every value of a header that was sent twice.
        const refusal = problem ? null : inbox.checkHeaders(request.raw.headersDistinct);
        if (!problem && !refusal) return done();
        // The body stays unread, so the connection must end with this response.
        void reply.header('connection', 'close');
        if (refusal) refuse(request, reply, refusal);
        else done(problem);
      },
    },
    async (request, reply) => {
      const refusal = await inbox.receive(request.body ?? Buffer.alloc(0), request.raw.headersDistinct);
      if (refusal) return refuse(request, reply, refusal);
      return reply.header('cache-control', 'no-store').send({ received: true });
    },
  );
}

const received = (description: string, value: boolean) =>
  typed(description, 'application/json', {
    type: 'object',
    required: ['received'],
    properties: { received: { const: value } },
  });

const RECEIVE = (): RouteDoc => ({
  operationId: 'receiveWebhook',
  tag: 'Operation',
  summary: 'Receive webhooks of MyTPE',
  description:
    'Checks the signature and timestamp headers before it reads the body, and verifies the signature over the raw bytes. Stores the delivery before it responds, then reads the link from MyTPE.',
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
  responses: {
    200: received('Stored, now or by an earlier delivery.', true),
    403: received('The signature is not from MyTPE.', false),
    ...problems('validation_failed', 'rate_limited', 'internal'),
  },
});
