import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { type Actor, OfferTokenClaims } from '../../admin/admin-views.ts';
import { type OfferSigning } from '../../admin/offer-signing.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import { createSnippets } from '../../pages/snippets.ts';
import { sendPlainProblem } from '../errors.ts';
import { ownUrl } from '../origins.ts';
import { requestLanguage, sendPrivateJson, validated } from '../request.ts';

const Body = z.looseObject(OfferTokenClaims.shape);

/** `POST /admin/v1/offer-tokens`: an offer, signed, with what to paste. */
export function offerTokenRoutes(
  app: FastifyInstance,
  desk: OfferSigning,
  publicUrl: string | undefined,
  actor: (request: FastifyRequest) => Actor,
): void {
  app.post('/admin/v1/offer-tokens', async (request, reply) => {
    const { jti, exp, ...offer } = validated(Body, request.body);
    const signed = await desk.sign(offer, { jti, exp }, actor(request));
    if (signed === null)
      return sendPlainProblem(
        request,
        reply,
        409,
        'Conflict',
        'There is no key to sign with: OFFER_TOKEN_KEYS holds none for HS256. Public keys only check what others signed.',
      );
    const snippets = createSnippets(ownUrl(request, publicUrl));
    return sendPrivateJson(reply.code(201), {
      token: signed.token,
      jti: signed.jti,
      kid: signed.kid,
      expires_at: new Date(signed.expiresAt).toISOString(),
      markup: snippets.signed(signed.token, MESSAGES[requestLanguage(request)].pay.button),
    });
  });
}
