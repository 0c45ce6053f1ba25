import { ERRORS } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Offer } from '../catalog/offer.ts';
import { MESSAGES } from '../messages/detail.ts';
import { Problem } from '../problem.ts';
import type { LinkOrder, PayService } from '../service.ts';
import type { RouteContext } from './context.ts';
import { isCrossSite } from './origins.ts';
import { askedAmount, formOrder, newKey, parsePayForm, pressedAmount } from './pay-form.ts';
import { type PayPages, type PayRequest, createPayPages } from './pay-pages.ts';
import { asProblem } from './problem-answer.ts';
import type { ReadLimit } from './read-limit.ts';
import { requestLanguage } from './request-language.ts';

/** The way without JavaScript: a page with the amount and one button, or straight on where nothing is to be chosen. */
export function payRoutes(app: FastifyInstance, { service, settings }: RouteContext, limitReads: ReadLimit): void {
  const pages = createPayPages(settings.MYTPE_ENVIRONMENT === 'sandbox');
  // Even what never reaches a handler, a body too large or too many requests, is answered with a page.
  app.setErrorHandler((error, request, reply) => pages.sorry(request as PayRequest, reply, asProblem(error)));
  app.addHook('onRequest', (request, _reply, done) => done(limitReads(request)));

  app.get('/pay/:offer', async (request: PayRequest, reply) => {
    const offer = service.offer(request.params.offer);
    const language = requestLanguage(request);
    const { amount } = request.query;
    try {
      // A GET makes a shared link at most: crawlers and link previews open this too.
      if (amount === undefined && goesStraightOn(offer))
        return await redirect(reply, service, orderOf(request, { amount: null, version: null, idempotencyKey: null }));
      await assertPayable(service, offer, request);
      return pages.form(request, reply, offer, { key: newKey(offer), typed: askedAmount(offer, amount, language) });
    } catch (error) {
      return pages.sorry(request, reply, asProblem(error), { offer });
    }
  });

  app.post('/pay/:offer', async (request: PayRequest, reply) => {
    const offer = service.offer(request.params.offer);
    if (isCrossSite(request, settings.PUBLIC_URL)) {
      const problem = new Problem('origin_not_allowed', { operator: 'a form was posted from another site' });
      const reason = MESSAGES[requestLanguage(request)].pay.crossSite;
      return pages.sorry(request, reply, problem, { offer, reason });
    }
    const form = parsePayForm(request.body);
    try {
      const amount = pressedAmount(offer, form.amount, requestLanguage(request));
      return await redirect(reply, service, orderOf(request, formOrder(form, amount)));
    } catch (error) {
      return answerPress(pages, request, reply, offer, { key: form.key, typed: form.amount ?? '' }, asProblem(error));
    }
  });
}

/** A press that led nowhere: the same page again where another press may help, else a page that says why not. */
function answerPress(
  pages: PayPages,
  request: PayRequest,
  reply: FastifyReply,
  offer: Offer,
  { key, typed }: { key: string; typed: string },
  problem: Problem,
): FastifyReply {
  const stale = problem.code === 'offer_changed' || problem.code === 'idempotency_key_reused';
  const mendable = problem.code.startsWith('amount_') && problem.code !== 'amount_not_accepted';
  if (!stale && !mendable && !ERRORS[problem.code].retryable) return pages.sorry(request, reply, problem, { offer });
  return pages.form(request, reply, offer, { key: stale ? newKey(offer) : key, typed, problem });
}

/** Sends the visitor on to where MyTPE takes the payment, byte for byte as it was returned. */
async function redirect(reply: FastifyReply, service: PayService, order: LinkOrder): Promise<FastifyReply> {
  const { view } = await service.createLink(order);
  // The page was open for days: its link is over, unpaid. A new key gets a new one.
  if (view.scope === 'payer' && !view.payable && !view.paid && order.idempotencyKey !== null)
    throw new Problem('idempotency_key_reused', { operator: 'the link this form had made is over' });
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(view.url))
    throw new Problem('internal', { operator: 'MyTPE returned an address that is neither http nor https' });
  return reply
    .code(303)
    .headers({ location: view.url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .send();
}

function orderOf(request: PayRequest, chosen: Pick<LinkOrder, 'amount' | 'version' | 'idempotencyKey'>): LinkOrder {
  return { offer: request.params.offer, reference: null, origin: null, address: request.ip, ...chosen };
}

async function assertPayable(service: PayService, offer: Offer, request: PayRequest): Promise<void> {
  const { availability } = await service.offerView(offer.id, requestLanguage(request));
  if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
}

/** Nothing to choose here: the offer's one link is for everybody. */
function goesStraightOn({ scope, amount, usage }: Offer): boolean {
  return scope === 'shared' || (amount.mode === 'open' && amount.entry === 'button' && usage.mode === 'reusable');
}
