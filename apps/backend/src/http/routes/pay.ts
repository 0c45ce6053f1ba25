import type { FastifyInstance } from 'fastify';

import type { Offer } from '../../domain/offer.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkService } from '../../links/link-service.ts';
import type { RouteContext } from '../context.ts';
import { asProblem } from '../errors.ts';
import { isCrossSite } from '../origins.ts';
import type { ReadLimit } from '../rate-limit.ts';
import { requestLanguage } from '../request.ts';
import { askedAmount, formOrder, newKey, parsePayForm, pressedAmount } from './pay-form.ts';
import { createPayPages, type PayRequest } from './pay-pages.ts';
import { answerPress, orderOf, pressSigned, redirect } from './pay-press.ts';

/** The way without JavaScript: a page with the amount and one button, or straight on where nothing is to be chosen. */
export function payRoutes(app: FastifyInstance, context: RouteContext, limitReads: ReadLimit): void {
  const { service, settings } = context;
  const pages = createPayPages(settings.MYTPE_ENVIRONMENT === 'sandbox');
  // Even what never reaches a handler, a body too large or too many requests, is answered with a page.
  app.setErrorHandler((error, request, reply) => pages.sorry(request as PayRequest, reply, asProblem(error)));
  app.addHook('onRequest', (request, _reply, done) => done(limitReads(request)));

  app.get('/pay/:offer', async (request: PayRequest, reply) => {
    const offer = service.offer(request.params.offer);
    const language = requestLanguage(request);
    const { amount } = request.query;
    try {
      // Where nothing is to be chosen, straight on. A GET makes a shared link at most: crawlers and link previews come too.
      if (amount === undefined && offer.hasSharedLink)
        return await redirect(
          reply,
          service,
          orderOf(request, offer, { amount: null, version: null, idempotencyKey: null }),
        );
      await assertPayable(service, offer, request);
      return pages.form(request, reply, offer, { key: newKey(offer), typed: askedAmount(offer, amount, language) });
    } catch (error) {
      return pages.sorry(request, reply, asProblem(error), { offer });
    }
  });

  app.post('/pay/:offer', async (request: PayRequest, reply) => {
    const form = parsePayForm(request.body);
    if (form.token !== null) return pressSigned(context, pages, request, reply, { ...form, token: form.token });
    const offer = service.offer(request.params.offer);
    if (isCrossSite(request, settings.PUBLIC_URL)) {
      const problem = new Problem('origin_not_allowed', { operator: 'a form was posted from another site' });
      const reason = MESSAGES[requestLanguage(request)].pay.crossSite;
      return pages.sorry(request, reply, problem, { offer, reason });
    }
    const { key, amount } = form;
    if (key === null) throw new Problem('idempotency_key_required');
    try {
      const pressed = pressedAmount(offer, amount, requestLanguage(request));
      return await redirect(reply, service, orderOf(request, offer, formOrder(key, pressed)));
    } catch (error) {
      return answerPress(pages, request, reply, offer, { key, typed: amount ?? '' }, asProblem(error));
    }
  });
}

async function assertPayable(service: LinkService, offer: Offer, request: PayRequest): Promise<void> {
  const { availability } = await service.offerView(offer.id, requestLanguage(request));
  if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
}
