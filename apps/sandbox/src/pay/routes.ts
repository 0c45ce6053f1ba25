import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { sendDocument } from '../http.ts';
import type { Payment } from '../model/records.ts';
import type { World } from '../model/world.ts';
import { type Checkout, findCheckout } from '../payments/checkout.ts';
import { earlierPayment, payLink } from '../payments/pay-link.ts';
import { type FormState, newForm } from './form-state.ts';
import { createFormPage } from './form-page.ts';
import { type Visit, addressOf } from './frame.ts';
import { createNotPayablePage, createResultPage } from './outcome-pages.ts';
import { attemptOf, readSubmittedForm } from './submitted-form.ts';
import { chooseLanguage } from './strings/language.ts';

interface Address {
  Params: { slug: string };
  Querystring: { lang?: unknown; payment?: unknown; again?: unknown };
}

/** Creates the hosted page: rendered on the server, without a script. A payment redirects to its result, which is safe to reload. */
export function createPayRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);

    app.get<Address>('/:slug', (request, reply) => {
      const checkout = findCheckout(world, request.params.slug);
      const visit = visitOf(request);
      if (checkout === undefined) return sendDocument(reply, 404, createNotPayablePage(null, visit, 'unknown'));
      const payment = paymentOf(world, checkout, request.query.payment);
      if (payment !== undefined) {
        const result = createResultPage(checkout, { ...visit, search: `payment=${payment.id}` }, payment);
        return sendDocument(reply, 200, result);
      }
      const { notPayable } = checkout;
      if (notPayable !== null) return sendDocument(reply, 200, createNotPayablePage(checkout, visit, notPayable));
      return sendDocument(reply, 200, createFormPage(checkout, visit, firstForm(world, checkout, request.query.again)));
    });

    app.post<Address>('/:slug', (request, reply) => {
      const checkout = findCheckout(world, request.params.slug);
      const visit = visitOf(request);
      if (checkout === undefined) return sendDocument(reply, 404, createNotPayablePage(null, visit, 'unknown'));
      return answerSubmission(world, checkout, visit, reply, request.body);
    });
  };
}

function answerSubmission(
  world: World,
  checkout: Checkout,
  visit: Visit,
  reply: FastifyReply,
  body: unknown,
): FastifyReply {
  const showResult = ({ id }: Payment): FastifyReply =>
    reply.redirect(addressOf(visit.slug, visit.language, `payment=${id}`), 303);
  const earlier = earlierPayment(world, checkout, attemptOf(body));
  if (earlier !== undefined) return showResult(earlier);
  const { notPayable } = checkout;
  if (notPayable !== null) return sendDocument(reply, 409, createNotPayablePage(checkout, visit, notPayable));
  const { state, tender } = readSubmittedForm(checkout, body);
  const outcome = tender === null ? null : payLink(world, checkout, tender);
  if (outcome?.kind === 'settled') return showResult(outcome.payment);
  return sendDocument(reply, 422, createFormPage(checkout, visit, state));
}

/** An empty form, or the form of a failed payment, so that the payer need not type everything again. */
function firstForm(world: World, checkout: Checkout, again: unknown): FormState {
  const earlier = paymentOf(world, checkout, again);
  if (earlier?.status !== 'refused' && earlier?.status !== 'failed') return newForm();
  return newForm(
    earlier,
    world.submissions.find(({ payment_id }) => payment_id === earlier.id),
  );
}

function paymentOf(world: World, checkout: Checkout, id: unknown): Payment | undefined {
  const payment = typeof id === 'string' ? world.paymentIndex.byId.get(id) : undefined;
  return payment?.link_id === checkout.id ? payment : undefined;
}

function visitOf(request: FastifyRequest<Address>): Visit {
  const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
  return { slug: request.params.slug, language, search: '' };
}
