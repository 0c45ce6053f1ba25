import { ERRORS } from '@mytpe-pay/contract';
import type { FastifyReply } from 'fastify';

import type { Offer, SignedOffer } from '../../domain/offer.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkRequest } from '../../links/link-request.ts';
import type { LinkService } from '../../links/link-service.ts';
import { isTypedHere } from '../../pages/pay-page.ts';
import type { RouteContext } from '../context.ts';
import { asProblem } from '../errors.ts';
import { assertAllowedOrigin } from '../origins.ts';
import { requestLanguage } from '../request.ts';
import { askedAmount, formOrder, newKey, type PayForm, pressedAmount } from './pay-form.ts';
import type { FormState, PayPages, PayRequest } from './pay-pages.ts';

/** A press that led nowhere: the same page again where another press may help, else a page that says why not. */
export function answerPress(
  pages: PayPages,
  request: PayRequest,
  reply: FastifyReply,
  offer: Offer,
  { key, typed, token }: Omit<FormState, 'problem'>,
  problem: Problem,
): FastifyReply {
  const stale = problem.code === 'offer_changed' || problem.code === 'idempotency_key_reused';
  const mendable = problem.code.startsWith('amount_') && problem.code !== 'amount_not_accepted';
  if (!stale && !mendable && !ERRORS[problem.code].retryable) return pages.sorry(request, reply, problem, { offer });
  return pages.form(request, reply, offer, { key: stale ? newKey(offer) : key, typed, token, problem });
}

/** Sends the visitor on to where MyTPE takes the payment, byte for byte as it was returned. */
export async function redirect(reply: FastifyReply, service: LinkService, order: LinkRequest): Promise<FastifyReply> {
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

export function orderOf(
  request: PayRequest,
  offer: Offer,
  chosen: Pick<LinkRequest, 'amount' | 'version' | 'idempotencyKey'>,
): LinkRequest {
  const language = requestLanguage(request);
  // A form cannot solve a challenge: it has the part of the budget that needs none.
  return { offer, reference: null, origin: null, address: request.ip, solution: null, language, ...chosen };
}

type SignedForm = PayForm & { readonly token: string };

/**
 * A form with a token: from the merchant's page, which must be one that may use this backend, or from ours. It leads on at
 * once; where the amount is still to be typed, a page asks for it. The token says what is paid, whatever the address
 * names.
 */
export async function pressSigned(
  { service, settings }: RouteContext,
  pages: PayPages,
  request: PayRequest,
  reply: FastifyReply,
  form: SignedForm,
): Promise<FastifyReply> {
  const { PUBLIC_URL: publicUrl, ALLOWED_ORIGINS: allowed } = settings;
  const language = requestLanguage(request);
  assertAllowedOrigin(request, publicUrl, allowed);
  const offer = await service.signedOffer(form.token);
  assertAllowedOrigin(request, publicUrl, offer.allowedOrigins);
  const key = form.key ?? newKey(offer);
  const state = { key, token: form.token, typed: form.amount ?? askedAmount(offer, undefined, language) };
  try {
    if (mustBePressed(offer, form)) {
      const { availability } = await service.signedOfferView(offer, language);
      if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
      return pages.form(request, reply, offer, state);
    }
    const amount = pressedAmount(offer, form.amount, language);
    return await redirect(reply, service, orderOf(request, offer, formOrder(key, amount)));
  } catch (error) {
    return answerPress(pages, request, reply, offer, state, asProblem(error));
  }
}

/** The amount is missing, or a form without a key of ours, sent twice, would be two links. */
function mustBePressed(offer: SignedOffer, { amount, key }: SignedForm): boolean {
  if (!isTypedHere(offer.amount)) return false;
  return amount === null || (key === null && offer.usage.mode !== 'one_shot');
}
