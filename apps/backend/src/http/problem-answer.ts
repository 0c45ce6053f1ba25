import { ERRORS } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES, problemDetail } from '../messages/detail.ts';
import { Problem } from '../problem.ts';
import { requestLanguage } from './request-language.ts';

/** Any thrown thing as a problem: what Fastify refuses is the caller's mistake, what nobody expected is ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, code, message } = error as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('validation_failed', {
      errors: [{ path: '', message: refusals[code ?? ''] ?? message ?? 'malformed request' }],
      cause: error,
    });
  }
  return new Problem('internal', { cause: error, operator: error instanceof Error ? error.message : String(error) });
}

const refusals: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than 16 KiB',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the body must be application/json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty',
};

/** The problem as RFC 9457 says, in the visitor's language. */
export function problemBody(problem: Problem, language: Language, requestId: string): object {
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
  };
}

/** Fastify's error handler: logs for the operator, answers for the payer. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error);
  logProblem(problem, request);
  if (problem.details.retryAfter !== undefined) void reply.header('retry-after', String(problem.details.retryAfter));
  void reply
    .code(problem.status)
    .headers({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': requestLanguage(request),
    })
    .send(JSON.stringify(problemBody(problem, requestLanguage(request), request.id)));
}

export function logProblem(problem: Problem, request: FastifyRequest): void {
  const { code, status, details, message } = problem;
  const fields = {
    code,
    reason: message,
    ...(details.errors && { errors: details.errors }),
    ...(details.cause === undefined ? {} : { err: details.cause }),
  };
  if (status >= 500) request.log.error(fields, 'answered a problem');
  else request.log.info({ code, reason: message }, 'answered a problem');
}

/** No route: the closed list of codes has no word for it, so this is a plain 404. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const language = requestLanguage(request);
  const body = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: MESSAGES[language].notFound,
    request_id: request.id,
  };
  void reply
    .code(404)
    .headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify(body));
}
