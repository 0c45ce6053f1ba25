import { ERRORS } from '@mytpe-pay/contract';
import type { FastifyReply } from 'fastify';

import type { Offer } from '../catalog/offer.ts';
import { Problem } from '../problem.ts';
import type { LinkOrder, PayService } from '../service.ts';
import { newKey } from './pay-form.ts';
import type { FormState, PayPages, PayRequest } from './pay-pages.ts';
import { requestLanguage } from './request-language.ts';

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
export async function redirect(reply: FastifyReply, service: PayService, order: LinkOrder): Promise<FastifyReply> {
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
  chosen: Pick<LinkOrder, 'amount' | 'version' | 'idempotencyKey'>,
): LinkOrder {
  const language = requestLanguage(request);
  // A form cannot solve a challenge: it has the part of the budget that needs none.
  return { offer, reference: null, origin: null, address: request.ip, solution: null, language, ...chosen };
}
