import { ERRORS } from '@mytpe-pay/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { type Offer, textIn } from '../../domain/offer.ts';
import { MESSAGES, problemDetail } from '../../i18n/messages.ts';
import type { Problem } from '../../lib/problem.ts';
import { errorPage } from '../../pages/error-page.ts';
import { page } from '../../pages/page.ts';
import { payPage } from '../../pages/pay-page.ts';
import { logProblem, retryAfter } from '../errors.ts';
import { requestLanguage } from '../request.ts';

export type PayRequest = FastifyRequest<{ Params: { offer: string }; Querystring: { amount?: unknown } }>;

/** What the form holds, and why the last press led nowhere. */
export interface FormState {
  readonly key: string;
  readonly typed: string;
  /** The token of a signed offer: the form carries it along. */
  readonly token?: string;
  readonly problem?: Problem;
}

/** What `/pay/{offer}` answers with, other than the way on. */
export interface PayPages {
  form(request: PayRequest, reply: FastifyReply, offer: Offer, state: FormState): FastifyReply;
  sorry(
    request: PayRequest,
    reply: FastifyReply,
    problem: Problem,
    known?: { readonly offer?: Offer; readonly reason?: string },
  ): FastifyReply;
}

export function createPayPages(sandbox: boolean): PayPages {
  return {
    form(request, reply, offer, { key, typed, token = null, problem }) {
      const language = requestLanguage(request);
      const reason = problem ? reasonFor(problem, typed, request) : null;
      const besideField = problem?.code.startsWith('amount_') ?? false;
      const facts = { offer, language, sandbox, key, typed, token };
      const body = payPage({ ...facts, error: besideField ? reason : null, notice: besideField ? null : reason });
      const { html, headers } = page(language, textIn(offer.title, language), body);
      if (problem) {
        logProblem(problem, request, reply);
        void reply.code(problem.status).headers(retryAfter(problem));
      }
      return reply.headers(headers).send(html);
    },
    sorry(request, reply, problem, { offer, reason } = {}) {
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

/** Something that is no amount deserves another sentence than nothing at all; so does a form that was open too long. */
function reasonFor(problem: Problem, typed: string, request: PayRequest): string {
  const language = requestLanguage(request);
  const { pay } = MESSAGES[language];
  if (problem.code === 'amount_required' && typed.trim() !== '') return pay.notAnAmount;
  return problem.code === 'idempotency_key_reused' ? pay.pageTooOld : problemDetail(problem, language);
}

function hasToken({ body }: PayRequest): boolean {
  return typeof body === 'object' && body !== null && 'offer_token' in body;
}

/** This page again, as it was asked for; after a form that was refused, the page itself rather than a redirect. */
function retryHref(request: PayRequest, problem: Problem): string | null {
  // A page that only a form leads to cannot be asked for again.
  if (hasToken(request)) return null;
  const refused = ['origin_not_allowed', 'validation_failed', 'idempotency_key_required'].includes(problem.code);
  if (!refused && !ERRORS[problem.code].retryable) return null;
  const { amount } = request.query;
  const shown = typeof amount === 'string' ? amount.slice(0, 64) : refused ? '' : undefined;
  const more = shown === undefined ? '' : `&amount=${encodeURIComponent(shown)}`;
  return `?lang=${requestLanguage(request)}${more}`;
}
