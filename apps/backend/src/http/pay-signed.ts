import type { FastifyReply } from 'fastify';

import type { SignedOffer } from '../catalog/offer.ts';
import { isTypedHere } from '../pages/pay-page.ts';
import { Problem } from '../problem.ts';
import type { RouteContext } from './context.ts';
import { assertAllowedOrigin } from './origins.ts';
import { type PayForm, askedAmount, formOrder, newKey, pressedAmount } from './pay-form.ts';
import type { PayPages, PayRequest } from './pay-pages.ts';
import { answerPress, orderOf, redirect } from './pay-press.ts';
import { asProblem } from './problem-answer.ts';
import { requestLanguage } from './request-language.ts';

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
