import { type ErrorCode, ERRORS } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Offer, SignedOffer } from '../../domain/offer.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkRequest } from '../../links/request-link.ts';
import type { LinkService } from '../../links/link-service.ts';
import {
  ALWAYS,
  CREATE_LINK,
  header,
  inPath,
  inQuery,
  lang,
  problems,
  type RouteDoc,
  schemaRef,
  text,
  typed,
  UPSTREAM,
} from '../../openapi/route-doc.ts';
import { isTypedHere } from '../../pages/pay-page.ts';
import { asProblem } from '../errors.ts';
import { assertAllowedOrigin, isCrossSite } from '../origins.ts';
import { limitHook } from '../limits.ts';
import { requestLanguage, type RouteContext } from '../request.ts';
import {
  createPayPages,
  type FormState,
  formTerms,
  initialAmount,
  newKey,
  parsePayForm,
  type PayForm,
  type PayPages,
  type PayRequest,
  submittedAmount,
} from './pay-form.ts';

/** `/pay/{offer}`, the way to pay without JavaScript: a form with the amount, or a redirect when nothing can be chosen. */
export function payRoutes(app: FastifyInstance, context: RouteContext): void {
  const { service, settings, limitReads } = context;
  const pages = createPayPages(settings.MYTPE_ENVIRONMENT === 'sandbox');
  // Requests that never reach a handler, such as those with a body that is too large, also get a page.
  app.setErrorHandler((error, request, reply) => pages.error(request as PayRequest, reply, asProblem(error)));
  app.addHook('onRequest', limitHook(limitReads));

  app.get('/pay/:offer', { config: { doc: PAY_PAGE } }, async (request: PayRequest, reply) => {
    const offer = service.offer(request.params.offer);
    const language = requestLanguage(request);
    const { amount } = request.query;
    try {
      // Nothing can be chosen, so redirect. A GET creates at most a shared link: crawlers and link previews send it too.
      if (amount === undefined && offer.hasSharedLink)
        return await redirect(
          reply,
          service,
          linkRequest(request, offer, { amount: null, version: null, idempotencyKey: null }),
        );
      await assertPayable(service, offer, request);
      return pages.form(request, reply, offer, { key: newKey(offer), typed: initialAmount(offer, amount, language) });
    } catch (error) {
      return pages.error(request, reply, asProblem(error), { offer });
    }
  });

  app.post('/pay/:offer', { config: { doc: PAY } }, async (request: PayRequest, reply) => {
    const form = parsePayForm(request.body);
    if (form.token !== null) return submitSigned(context, pages, request, reply, { ...form, token: form.token });
    const offer = service.offer(request.params.offer);
    if (isCrossSite(request, settings.PUBLIC_URL)) {
      const problem = new Problem('origin_not_allowed', { operator: 'a form was posted from another site' });
      const reason = MESSAGES[requestLanguage(request)].pay.crossSite;
      return pages.error(request, reply, problem, { offer, reason });
    }
    const { key, amount } = form;
    if (key === null) throw new Problem('idempotency_key_required');
    try {
      const chosen = submittedAmount(offer, amount, requestLanguage(request));
      return await redirect(reply, service, linkRequest(request, offer, formTerms(key, chosen)));
    } catch (error) {
      return sendFormProblem(pages, request, reply, offer, { key, typed: amount ?? '' }, asProblem(error));
    }
  });
}

async function assertPayable(service: LinkService, offer: Offer, request: PayRequest): Promise<void> {
  const { availability } = await service.offerView(offer.id, requestLanguage(request));
  if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
}

/** Responds to a submission that failed: the form again if a second submission may succeed, else an error page. */
function sendFormProblem(
  pages: PayPages,
  request: PayRequest,
  reply: FastifyReply,
  offer: Offer,
  { key, typed, token }: Omit<FormState, 'problem'>,
  problem: Problem,
): FastifyReply {
  const stale = problem.code === 'offer_changed' || problem.code === 'idempotency_key_reused';
  const fixable = problem.code.startsWith('amount_') && problem.code !== 'amount_not_accepted';
  if (!stale && !fixable && !ERRORS[problem.code].retryable) return pages.error(request, reply, problem, { offer });
  return pages.form(request, reply, offer, { key: stale ? newKey(offer) : key, typed, token, problem });
}

/** Creates the link and redirects the visitor to MyTPE's URL, byte for byte as MyTPE returned it. */
async function redirect(reply: FastifyReply, service: LinkService, wanted: LinkRequest): Promise<FastifyReply> {
  const { view } = await service.createLink(wanted);
  // The page was open for days, and its link has ended unpaid. A new key gets a new link.
  if (view.scope === 'payer' && !view.payable && !view.paid && wanted.idempotencyKey !== null)
    throw new Problem('idempotency_key_reused', { operator: 'the link of this form has ended unpaid' });
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(view.url))
    throw new Problem('internal', { operator: 'MyTPE returned an address that is neither http nor https' });
  return reply
    .code(303)
    .headers({ location: view.url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .send();
}

function linkRequest(
  request: PayRequest,
  offer: Offer,
  chosen: Pick<LinkRequest, 'amount' | 'version' | 'idempotencyKey'>,
): LinkRequest {
  const language = requestLanguage(request);
  // A form cannot solve a challenge. `null` uses the part of the budget that requires no challenge.
  return { offer, reference: null, origin: null, address: request.ip, solution: null, language, ...chosen };
}

type SignedForm = PayForm & { readonly token: string };

/**
 * Handles a form with an offer token, from the merchant's page, whose origin must be allowed, or from the backend's own
 * form. Redirects immediately, or sends the form when the amount must still be typed. The token decides the offer; the
 * address does not.
 */
async function submitSigned(
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
  const state = { key, token: form.token, typed: form.amount ?? initialAmount(offer, undefined, language) };
  try {
    if (needsForm(offer, form)) {
      const { availability } = await service.signedOfferView(offer, language);
      if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
      return pages.form(request, reply, offer, state);
    }
    const amount = submittedAmount(offer, form.amount, language);
    return await redirect(reply, service, linkRequest(request, offer, formTerms(key, amount)));
  } catch (error) {
    return sendFormProblem(pages, request, reply, offer, state, asProblem(error));
  }
}

/** `true` if the amount is missing, or if the form has no key, so that submitting it twice would create two links. */
function needsForm(offer: SignedOffer, { amount, key }: SignedForm): boolean {
  if (!isTypedHere(offer.amount)) return false;
  return amount === null || (key === null && offer.usage.mode !== 'one_shot');
}

const offerParameter = () => inPath('offer', 'The offer’s id in the catalog.', schemaRef('OfferId'));
const redirection = () => ({
  description: 'Redirects to MyTPE’s payment page.',
  headers: { Location: header('The URL that MyTPE returned, unchanged.') },
});
/** The problems of these routes, which they send as pages. */
const errorPages = (...codes: readonly ErrorCode[]) =>
  Object.fromEntries(
    Object.entries(problems(...codes)).map(([status, { description }]) => [status, typed(description, 'text/html')]),
  );

const PAY_PAGE = (): RouteDoc => ({
  operationId: 'payPage',
  tag: 'Without JavaScript',
  summary: 'The pay page: the amount and one button',
  parameters: [offerParameter(), inQuery('amount', 'The initial text of the amount field.'), lang],
  responses: {
    200: typed('The page.', 'text/html'),
    303: redirection(),
    ...errorPages('validation_failed', 'offer_not_found', 'offer_unavailable', ...ALWAYS, ...UPSTREAM),
  },
});

const PAY = (): RouteDoc => {
  const properties = { key: { ...text, description: 'The key from the page.' }, amount: text, offer_token: text };
  const schema = { type: 'object', additionalProperties: false, properties };
  return {
    operationId: 'pay',
    tag: 'Without JavaScript',
    summary: 'Submit the pay page',
    description: 'Refuses forms of other sites, except forms with a signed offer from an allowed origin.',
    parameters: [offerParameter(), lang],
    requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } },
    responses: {
      200: typed('The pay page of a signed offer whose amount must be typed.', 'text/html'),
      303: redirection(),
      ...errorPages(...CREATE_LINK),
    },
  };
};
