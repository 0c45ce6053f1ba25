import { randomBytes } from 'node:crypto';

import { ERRORS, MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { displayNumber, type Language, parseMoney, parseTypedAmount } from '@mytpe-pay/contract/money';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { type Offer, textIn } from '../../domain/offer.ts';
import { MESSAGES, problemDetail } from '../../i18n/messages.ts';
import { Problem } from '../../lib/problem.ts';
import { errorPage, page } from '../../pages/page.ts';
import { isTypedHere, payPage } from '../../pages/pay-page.ts';
import { logProblem, retryAfter } from '../errors.ts';
import { requestLanguage, validated } from '../request.ts';

/** 144 random bits and the version of the offer that the page showed, so that the price shown is the price charged. */
const KEY = /^([\w-]{24})\.([\w-]{1,64})$/;

const PayForm = z.strictObject({
  key: z.string().regex(KEY, 'must be the key the page was sent with').optional(),
  amount: z.string().max(64, 'must be an amount').optional(),
  offer_token: z.string().min(1).max(MAX_OFFER_TOKEN_CHARACTERS).optional(),
});

/** The fields of a submitted form; `null` for a field that is missing. */
export interface PayForm {
  readonly key: string | null;
  /** As typed. */
  readonly amount: string | null;
  readonly token: string | null;
}

/** Creates a one-time key for the form of this offer. */
export function newKey(offer: Offer): string {
  return `${randomBytes(18).toString('base64url')}.${offer.version}`;
}

/** Parses a submitted form. @throws Problem `validation_failed`. */
export function parsePayForm(body: unknown): PayForm {
  const { key, amount, offer_token: token } = validated(PayForm, body);
  return { key: key ?? null, amount: amount ?? null, token: token ?? null };
}

/**
 * Returns the parts of the link request that the form decides. The key includes the amount: a payer who goes back and
 * changes the amount gets a new link.
 */
export function formTerms(
  key: string,
  amount: number | null,
): { amount: number | null; version: string; idempotencyKey: string } {
  return { amount, version: KEY.exec(key)![2]!, idempotencyKey: `${key}.${amount ?? ''}` };
}

/**
 * Returns the submitted amount in centimes, or `null` for an offer whose amount is not typed on this page.
 * @throws Problem `amount_required` when the text is not an amount, `amount_not_accepted`.
 */
export function submittedAmount(offer: Offer, typed: string | null, language: Language): number | null {
  if (!isTypedHere(offer.amount)) {
    if (typed !== null) throw new Problem('amount_not_accepted');
    return null;
  }
  const amount = parseTypedAmount(typed ?? '', language);
  if (amount === undefined) throw new Problem('amount_required');
  return amount;
}

/**
 * Returns the initial text of the amount field: `?amount=`, in the wire format (`1500.00`) or as a person types it, else
 * the offer's default.
 */
export function initialAmount(offer: Offer, asked: unknown, language: Language): string {
  if (!isTypedHere(offer.amount)) return '';
  const text = typeof asked === 'string' ? asked : '';
  const amount = parseMoney(text) ?? parseTypedAmount(text, language) ?? offer.amount.default;
  return amount === null ? '' : displayNumber(amount, language);
}

/** A request to `/pay/{offer}`. */
export type PayRequest = FastifyRequest<{ Params: { offer: string }; Querystring: { amount?: unknown } }>;

/** The content of the form, and the problem of the last submission. */
export interface FormState {
  readonly key: string;
  readonly typed: string;
  /** The token of a signed offer, in a hidden field. */
  readonly token?: string;
  readonly problem?: Problem;
}

/** The pages of `/pay/{offer}`. */
export interface PayPages {
  /** Sends the form; with a problem, also logs it and sets its status. */
  form(request: PayRequest, reply: FastifyReply, offer: Offer, state: FormState): FastifyReply;
  /** Logs the problem and sends it as an error page. @param known replacements of the default title and reason. */
  error(
    request: PayRequest,
    reply: FastifyReply,
    problem: Problem,
    known?: { readonly offer?: Offer; readonly reason?: string },
  ): FastifyReply;
}

/** @param sandbox `true` shows the test badge on every page. */
export function createPayPages(sandbox: boolean): PayPages {
  return {
    form(request, reply, offer, { key, typed, token = null, problem }) {
      const language = requestLanguage(request);
      const reason = problem ? reasonFor(problem, typed, request) : null;
      const nextToField = problem?.code.startsWith('amount_') ?? false;
      const content = { offer, language, sandbox, key, typed, token };
      const body = payPage({ ...content, error: nextToField ? reason : null, notice: nextToField ? null : reason });
      const { html, headers } = page(language, textIn(offer.title, language), body);
      if (problem) {
        logProblem(problem, request, reply);
        void reply.code(problem.status).headers(retryAfter(problem));
      }
      return reply.headers(headers).send(html);
    },
    error(request, reply, problem, { offer, reason } = {}) {
      logProblem(problem, request, reply);
      const language = requestLanguage(request);
      const body = errorPage({
        language,
        sandbox,
        title: offer ? textIn(offer.title, language) : null,
        reason: reason ?? problemDetail(problem, language),
        retryHref: retryHref(request, problem),
      });
      const { html, headers } = page(language, MESSAGES[language].pay.notPossible, body);
      return reply
        .code(problem.status)
        .headers({ ...headers, ...retryAfter(problem) })
        .send(html);
    },
  };
}

/** Returns the message for a problem. Unreadable text and an expired form have separate messages. */
function reasonFor(problem: Problem, typed: string, request: PayRequest): string {
  const language = requestLanguage(request);
  const { pay } = MESSAGES[language];
  if (problem.code === 'amount_required' && typed.trim() !== '') return pay.notAnAmount;
  return problem.code === 'idempotency_key_reused' ? pay.pageTooOld : problemDetail(problem, language);
}

function hasToken({ body }: PayRequest): boolean {
  return typeof body === 'object' && body !== null && 'offer_token' in body;
}

/** Returns the address of the retry link: the same page; after a refused form, the form itself and not a redirect. */
function retryHref(request: PayRequest, problem: Problem): string | null {
  // A signed offer arrives in a form, so no link leads back to its page.
  if (hasToken(request)) return null;
  const refused = ['origin_not_allowed', 'validation_failed', 'idempotency_key_required'].includes(problem.code);
  if (!refused && !ERRORS[problem.code].retryable) return null;
  const { amount } = request.query;
  const shown = typeof amount === 'string' ? amount.slice(0, 64) : refused ? '' : undefined;
  const more = shown === undefined ? '' : `&amount=${encodeURIComponent(shown)}`;
  return `?lang=${requestLanguage(request)}${more}`;
}
