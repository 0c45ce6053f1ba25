import { type ErrorCode, ERRORS } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES, problemDetail } from '../i18n/messages.ts';
import { Problem } from '../lib/problem.ts';
import { errorPage } from '../pages/error-page.ts';
import { page } from '../pages/page.ts';
import { requestLanguage } from './request.ts';

/**
 * Sends a failure without a code, for which the closed list of codes has no entry.
 * @param detail in the reader's language, except for operators.
 */
export function sendPlainProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 401 | 404 | 409 | 422,
  title: string,
  detail: string,
): FastifyReply {
  const body = { type: 'about:blank', title, status, detail, retryable: false, request_id: request.id };
  return reply
    .code(status)
    .headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify(body));
}

/** Any thrown thing as a problem: what Fastify refuses is the caller's mistake, what nobody expected is ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, code } = (error ?? {}) as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('validation_failed', {
      errors: [{ path: '', message: REFUSALS[code ?? ''] ?? 'malformed request' }],
      cause: error,
    });
  }
  return new Problem('internal', { cause: error, operator: error instanceof Error ? error.message : String(error) });
}

/** What Fastify refuses, in our words: its own may quote what was sent. */
const REFUSALS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than 16 KiB',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'this type of body is not accepted; under /v1 it must be application/json',
  FST_ERR_BAD_URL: 'the address cannot be decoded',
  FST_ERR_MAX_PARAM_LENGTH: 'the address is too long',
};

/** The problem as RFC 9457 says, in the visitor's language. */
export function problemBody(
  problem: Problem,
  language: Language,
  requestId: string,
): { readonly detail: string; readonly request_id: string; readonly [more: string]: unknown } {
  const { code, details, status } = problem;
  const title = code[0]!.toUpperCase() + code.slice(1).replaceAll('_', ' ');
  return {
    type: `urn:mytpe-pay:problem:${code}`,
    title,
    status,
    detail: problemDetail(problem, language),
    code,
    retryable: ERRORS[code].retryable,
    request_id: requestId,
    ...(details.errors && { errors: details.errors }),
    ...(details.availability && { availability: details.availability }),
    ...(details.challenge && { challenge: details.challenge }),
  };
}

/** Seconds after which a retry makes sense, where whoever threw did not say; the contract promises a `Retry-After`. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = { rate_limited: 30, upstream_unavailable: 10 };

export function retryAfter({ code, details }: Problem): Record<string, string> {
  const seconds = details.retryAfter ?? RETRY_AFTER[code];
  return seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
}

/** Fastify's error handler: logs for the operator, answers for the payer. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error);
  logProblem(problem, request, reply);
  const language = requestLanguage(request);
  void reply.code(problem.status).headers(retryAfter(problem));
  if (isForPeople(request)) {
    sendErrorPage(reply, language, MESSAGES[language].pay.notPossible, problemDetail(problem, language));
    return;
  }
  void reply
    .headers({ ...PROBLEM_HEADERS, 'content-language': language })
    .send(JSON.stringify(problemBody(problem, language, request.id)));
}

/** Somebody opened an address of ours in a browser; under `/v1` it is always a program that asks. */
export function isForPeople({ url, headers }: FastifyRequest): boolean {
  return !url.startsWith('/v1/') && headers.accept?.includes('text/html') === true;
}

/** A page with the reason, in the visitor’s language; the status is the caller’s to set. */
export function sendErrorPage(reply: FastifyReply, language: Language, title: string, reason: string): void {
  const { html, headers } = page(
    language,
    title,
    errorPage({ language, sandbox: false, title, reason, retryHref: null }),
  );
  void reply.headers(headers).send(html);
}

export const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
};

/** Writes the one line of a problem. The cause is logged only where it is ours to fix; nothing of the request is. */
export function logProblem(
  { code, status, details, message }: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isFailure = status >= 500;
  const cause = isFailure && details.cause !== undefined && { err: details.cause };
  request.server.refusals.note(request, reply, {
    // Failures have many causes, and each is worth a line of its own.
    reason: isFailure ? `${code}: ${message.slice(0, 200)}` : code,
    level: isFailure ? 'error' : 'info',
    message: isFailure ? 'failed' : 'refused',
    fields: { status, code, reason: message, ...cause },
  });
}

/** No route: the closed list of codes has no word for it, so this is a plain 404, as a page for people. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const language = requestLanguage(request);
  const { notFound } = MESSAGES[language];
  void reply.code(404);
  if (isForPeople(request)) {
    sendErrorPage(reply, language, '404', notFound);
    return;
  }
  const body = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: notFound,
    retryable: false,
    request_id: request.id,
  };
  void reply.headers({ ...PROBLEM_HEADERS, 'content-language': language }).send(JSON.stringify(body));
}
