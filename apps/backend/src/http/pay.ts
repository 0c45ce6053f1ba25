import { randomBytes } from 'node:crypto';

import { IdempotencyKey } from '@mytpe-pay/contract';
import { type Language, parseMoney, parseTypedAmount } from '@mytpe-pay/contract/money';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Offer } from '../catalog/offer.ts';
import { MESSAGES, problemDetail } from '../messages/detail.ts';
import { page } from '../pages/page.ts';
import { amountInField, payPage, sorryPage } from '../pages/pay-page.ts';
import { Problem } from '../problem.ts';
import type { RouteContext } from './context.ts';
import { ownUrl } from './origins.ts';
import { asProblem, logProblem } from './problem-answer.ts';
import { requestLanguage } from './request-language.ts';
import { tokensRefused } from './offers.ts';
import { validated } from './validated.ts';

const PayForm = z.strictObject({
  key: IdempotencyKey.optional(),
  amount: z.string().max(64).optional(),
  offer_token: z.string().max(8192).optional(),
});
type PayRequest = FastifyRequest<{ Params: { offer: string }; Querystring: { amount?: unknown } }>;

/** Errors that the payer can mend on the page itself. */
const MENDABLE: readonly string[] = ['amount_required', 'amount_below_min', 'amount_above_max', 'amount_off_step'];

/** The way without JavaScript: a page with the amount and one button, or straight on where nothing is to be chosen. */
export function payRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  const sandbox = settings.MYTPE_ENVIRONMENT === 'sandbox';

  app.get('/pay/:offer', async (request: PayRequest, reply) => {
    try {
      const offer = service.offer(request.params.offer);
      const { amount } = request.query;
      // A GET makes a shared link at most: crawlers and link previews open this too.
      if (amount === undefined && goesStraightOn(offer)) return await redirect(request, reply, null, null);
      await assertPayable(offer, requestLanguage(request));
      return sendForm(request, reply, offer, askedAmount(amount, requestLanguage(request)), newKey(), null);
    } catch (error) {
      return sendSorry(request, reply, asProblem(error));
    }
  });

  app.post('/pay/:offer', async (request: PayRequest, reply) => {
    const language = requestLanguage(request);
    if (isCrossSite(request, settings.PUBLIC_URL))
      return sendSorry(
        request,
        reply,
        new Problem('origin_not_allowed', { operator: 'a form was posted from another site' }),
        MESSAGES[language].pay.crossSite,
      );
    const form = PayForm.safeParse(request.body).data;
    const key = form?.key ?? newKey();
    const typed = form?.amount ?? '';
    try {
      const { offer_token: token } = validated(PayForm, request.body);
      if (token !== undefined) throw tokensRefused();
      return await redirect(request, reply, amountOf(service.offer(request.params.offer), form?.amount, language), key);
    } catch (error) {
      const problem = asProblem(error);
      if (!MENDABLE.includes(problem.code)) return sendSorry(request, reply, problem);
      logProblem(problem, request);
      const detail =
        problem.details.operator === NOT_AN_AMOUNT
          ? MESSAGES[language].pay.notAnAmount
          : problemDetail(problem, language);
      return sendForm(request, reply.code(problem.status), service.offer(request.params.offer), typed, key, detail);
    }
  });

  async function redirect(
    request: PayRequest,
    reply: FastifyReply,
    amount: number | null,
    key: string | null,
  ): Promise<FastifyReply> {
    const { view } = await service.createLink({
      offer: request.params.offer,
      amount,
      version: null,
      reference: null,
      idempotencyKey: key,
      origin: null,
      address: request.ip,
    });
    if (!/^https?:\/\//i.test(view.url))
      throw new Problem('internal', { operator: 'MyTPE returned an address that is neither http nor https' });
    return reply
      .code(303)
      .headers({ location: view.url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .send();
  }

  async function assertPayable(offer: Offer, language: Language): Promise<void> {
    const { availability } = await service.offerView(offer.id, language);
    if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
  }

  function sendForm(
    request: PayRequest,
    reply: FastifyReply,
    offer: Offer,
    typed: string,
    key: string,
    error: string | null,
  ): FastifyReply {
    const language = requestLanguage(request);
    const title = offer.title[language] ?? offer.title.default;
    const { html, headers } = page(language, title, payPage({ offer, language, sandbox, key, typed, error }));
    return reply.headers(headers).send(html);
  }

  function sendSorry(request: PayRequest, reply: FastifyReply, problem: Problem, reason?: string): FastifyReply {
    logProblem(problem, request);
    const language = requestLanguage(request);
    const { code, details, status } = problem;
    const again = [
      'rate_limited',
      'internal',
      'upstream_unavailable',
      'offer_changed',
      'idempotency_key_reused',
      'origin_not_allowed',
    ].includes(code);
    const retryHref = again ? `?lang=${language}` : null;
    const { html, headers } = page(
      language,
      MESSAGES[language].pay.sorry,
      sorryPage(language, sandbox, reason ?? problemDetail(problem, language), retryHref),
    );
    if (details.retryAfter !== undefined) void reply.header('retry-after', String(details.retryAfter));
    return reply.code(status).headers(headers).send(html);
  }
}

const NOT_AN_AMOUNT = 'what was typed is not an amount';

/** Nothing to choose here: the offer's one link is for everybody. */
function goesStraightOn(offer: Offer): boolean {
  return (
    offer.scope === 'shared' ||
    (offer.amount.mode === 'open' && offer.amount.entry === 'button' && offer.usage.mode === 'reusable')
  );
}

function amountOf(offer: Offer, typed: string | undefined, language: Language): number | null {
  const typedHere = offer.amount.mode === 'open' && offer.amount.entry === 'button';
  if (!typedHere) {
    if (typed !== undefined) throw new Problem('amount_not_accepted');
    return null;
  }
  if (typed === undefined || typed.trim() === '') throw new Problem('amount_required');
  const amount = parseTypedAmount(typed, language);
  if (amount === undefined) throw new Problem('amount_required', { operator: NOT_AN_AMOUNT });
  return amount;
}

/** `?amount=1500.00` as our wire writes it, or as a person would; anything else leaves the field empty. */
function askedAmount(amount: unknown, language: Language): string {
  if (typeof amount !== 'string') return '';
  const centimes = parseMoney(amount) ?? parseTypedAmount(amount, language);
  return centimes === undefined ? '' : amountInField(centimes, language);
}

/** Browsers say where a form comes from; a form of another site must not make links in a visitor's name. */
function isCrossSite(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  const own = ownUrl(request, publicUrl);
  return origin !== undefined && !(URL.canParse(own) && origin === new URL(own).origin);
}

function newKey(): string {
  return randomBytes(18).toString('base64url');
}
