import { z } from 'zod';

import { ApiError, ResponseShapeError, describeFields } from '../errors.ts';
import { parseJson } from '../wire/json-text.ts';
import { type ApiRequest, type TextResponse, isTextResponse, outcomeOf, requestName } from './api-request.ts';
import type { Redactor } from './credentials.ts';
import { parseErrorBody } from './error-body.ts';
import type { HttpResponse } from './exchange.ts';
import { parseRetryAfter } from './retry.ts';
import { BASE_URL_SETTING, CREDENTIALS_SETTING } from './settings.ts';

/** 5 MiB. A page of 50 links is about 50 kB. */
const MAX_JSON_BYTES = 5 * 1024 * 1024;

/** Returns the size limit of the response to this request, in bytes. */
export function maxResponseBytes({ response }: ApiRequest<unknown>): number {
  return isTextResponse(response) ? response.maxBytes : MAX_JSON_BYTES;
}

/** Options for {@link readResponse}. */
export interface ReadingContext {
  readonly redactor: Redactor;
  /** The current time in milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number;
}

/**
 * Parses a response. Returns the value of a 2xx response with the expected body.
 * @throws ApiError for any status outside 2xx and for `success: false`. ResponseShapeError for a 2xx with another body.
 */
export function readResponse<T>(request: ApiRequest<T>, response: HttpResponse, context: ReadingContext): T {
  if (response.status >= 300 || reportsFailure(response.body)) throw apiError(request, response, context);
  if (request.response === 'ignored') return undefined as T;
  if (isTextResponse(request.response)) return readText(request, request.response, response, context);
  const result = parsed(request.response, response.body);
  if (result === undefined) {
    const found = describeBody(request, response, context.redactor);
    throw shapeError(request, response, `${found} instead of readable JSON. Check ${BASE_URL_SETTING}`, { path: '' });
  }
  if (result.success) return result.data;
  const { path: steps, message } = result.error.issues[0]!;
  const path = steps.join('.');
  throw shapeError(request, response, `at ${path || 'the top level'}: ${message}`, { path, cause: result.error });
}

function readText<T>(
  request: ApiRequest<T>,
  { accept, parse }: TextResponse<T>,
  response: HttpResponse,
  context: ReadingContext,
): T {
  const value = response.body === null ? undefined : parse(response.body);
  if (value !== undefined) return value;
  const found = describeBody(request, response, context.redactor);
  throw shapeError(request, response, `${found} instead of ${accept}. Check ${BASE_URL_SETTING}`, { path: '' });
}

const NoSuccess = z.object({ success: z.literal(false) });

/** Returns `true` for `success: false` in a 2xx response. Only v2 documents `success`, but ext may send it too. */
function reportsFailure(body: string | null): boolean {
  if (body === null || !/"success"\s*:\s*false/.test(body)) return false;
  return parsed(NoSuccess, body)?.success ?? false;
}

/** Returns the id of the request in MyTPE's logs, if the response contains one. */
export function requestIdOf({ headers }: HttpResponse, redactor: Redactor): string | undefined {
  const id = headerText(headers['x-request-id']);
  return id && redactor.text(id).slice(0, 200);
}

/**
 * Returns `undefined` if the body is not JSON. Drops the parser's error, which quotes the body and possibly part of a
 * secret.
 */
function parsed<T>(schema: z.ZodType<T>, body: string | null): z.ZodSafeParseResult<T> | undefined {
  try {
    return body === null ? undefined : schema.safeParse(parseJson(body));
  } catch {
    return undefined;
  }
}

function shapeError(
  request: ApiRequest<unknown>,
  { status }: HttpResponse,
  problem: string,
  details: { path: string; cause?: z.ZodError },
): ResponseShapeError {
  const message = `${requestName(request)} returned ${status} with an unexpected body, ${problem}`;
  return new ResponseShapeError(message, { ...details, outcome: outcomeOf(request.role, 'unclear') });
}

function apiError(request: ApiRequest<unknown>, response: HttpResponse, { redactor, now }: ReadingContext): ApiError {
  const reported = parseErrorBody(response.body, (text) => redactor.text(text));
  const { status } = response;
  const fields = describeFields(reported?.fields ?? {});
  const head = `${requestName(request)} returned ${reported?.code === undefined ? status : `${status} ${reported.code}`}`;
  const text = reported === undefined ? describeBody(request, response, redactor) : (reported.message ?? 'no message');
  const message = `${head}: ${text}${fields && ` (${fields})`}`;
  const hint = hintFor(status, reported !== undefined);
  return new ApiError(hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`, {
    status,
    code: reported?.code,
    fields: reported?.fields,
    requestId: requestIdOf(response, redactor),
    retryAfterMs: parseRetryAfter(headerText(response.headers['retry-after']), now),
    outcome: outcomeOf(request.role, status >= 400 && status < 500 ? 'refused' : 'unclear'),
  });
}

/** Returns a hint for the developer, if the status suggests one. */
function hintFor(status: number, isJson: boolean): string | undefined {
  if (status < 300) return undefined;
  if (status === 401) return `Check ${CREDENTIALS_SETTING}: old credentials stop working as soon as they are replaced`;
  if (status < 400)
    return `The client does not follow redirects, because they would expose the credentials. Check ${BASE_URL_SETTING}`;
  return status < 500 && !isJson ? `Is this MyTPE's API? Check ${BASE_URL_SETTING}` : undefined;
}

/** Describes a body that is not JSON. Quotes only the title of an HTML page. */
function describeBody(request: ApiRequest<unknown>, { headers, body }: HttpResponse, redactor: Redactor): string {
  if (body === null) return `a body that broke off or exceeds ${maxResponseBytes(request) / 1024 / 1024} MiB`;
  if (body.trim() === '') return 'an empty body';
  if (!/^\s*</.test(body)) return `a body of type ${redactor.text(headerText(headers['content-type']) ?? 'unknown')}`;
  const title = /<title[^>]*>([^<]{1,120})/i.exec(redactor.text(body))?.[1]?.trim();
  return title === undefined ? 'an HTML page' : `an HTML page titled "${title}"`;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
