import { type ErrorCode, ERRORS } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES, problemDetail } from '../i18n/messages.ts';
import { Problem } from '../lib/problem.ts';
import { errorPage, page } from '../pages/page.ts';
import { requestLanguage } from './request.ts';

export const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
};

/**
 * Sends a problem without a code, for failures that the closed list of codes does not have.
 * @param detail in the visitor's language; in English for operators.
 */
export function sendPlainProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 401 | 404 | 409 | 422,
  title: string,
  detail: string,
): FastifyReply {
  const body = { type: 'about:blank', title, status, detail, retryable: false, request_id: request.id };
  return reply.code(status).headers(PROBLEM_HEADERS).send(JSON.stringify(body));
}

/** Converts any thrown value to a problem: Fastify's 4xx errors to `validation_failed`, unexpected errors to `internal`. */
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

/** Messages for Fastify's errors, because its own may quote the request. */
const REFUSALS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than 16 KiB',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'this type of body is not accepted; under /v1 it must be application/json',
  FST_ERR_BAD_URL: 'the address cannot be decoded',
  FST_ERR_MAX_PARAM_LENGTH: 'the address is too long',
};

/** Returns the body of a problem response (RFC 9457), in the visitor's language. */
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

/** Default seconds until a retry makes sense; the contract requires `Retry-After` for these codes. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = { rate_limited: 30, upstream_unavailable: 10 };

/** Returns the `Retry-After` header of a problem, or no header. */
export function retryAfter({ code, details }: Problem): Record<string, string> {
  const seconds = details.retryAfter ?? RETRY_AFTER[code];
  return seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
}

/** Fastify's error handler: logs the problem for the operator and sends the response to the payer. */
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

/** `true` if a browser navigates, so that the response should be a page. Under `/v1` the client is always a program. */
export function isForPeople({ url, headers }: FastifyRequest): boolean {
  return !url.startsWith('/v1/') && headers.accept?.includes('text/html') === true;
}

/** Sends an error page with the reason, in the visitor’s language. The caller sets the status. */
export function sendErrorPage(reply: FastifyReply, language: Language, title: string, reason: string): void {
  const { html, headers } = page(
    language,
    title,
    errorPage({ language, sandbox: false, title, reason, retryHref: null }),
  );
  void reply.headers(headers).send(html);
}

/** Logs one line for a problem. Includes the cause only for server errors, and no data of the request. */
export function logProblem(
  { code, status, details, message }: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isFailure = status >= 500;
  const cause = isFailure && details.cause !== undefined && { err: details.cause };
  request.server.refusals.note(request, reply, {
    // Failures have many causes, and each cause gets its own line.
    reason: isFailure ? `${code}: ${message.slice(0, 200)}` : code,
    level: isFailure ? 'error' : 'info',
    message: isFailure ? 'failed' : 'refused',
    fields: { status, code, reason: message, ...cause },
  });
}

/** Responds 404 without a problem code when no route matches: a page for people, problem details for programs. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const language = requestLanguage(request);
  const { notFound } = MESSAGES[language];
  void reply.code(404);
  if (isForPeople(request)) {
    sendErrorPage(reply, language, '404', notFound);
    return;
  }
  sendPlainProblem(request, reply.header('content-language', language), 404, 'Not Found', notFound);
}
