import { z } from 'zod';

import { ApiError } from '../errors/api-error.ts';
import { describeFields } from '../errors/invalid-input-error.ts';
import { ResponseShapeError } from '../errors/response-shape-error.ts';
import { parseJson } from '../wire/json-text.ts';
import { type ApiRequest, type TextAnswer, isTextAnswer, outcomeOf, requestName } from './api-request.ts';
import type { Redactor } from './credentials.ts';
import { parseErrorBody } from './error-body.ts';
import type { HttpAnswer } from './exchange.ts';
import { parseRetryAfter } from './retry.ts';
import { BASE_URL_SETTING, CREDENTIALS_SETTING } from './setting-names.ts';

/** 5 MiB. A page of 50 links is about 50 kB. */
const MAX_JSON_BYTES = 5 * 1024 * 1024;

/** How many bytes an answer to this request may have. */
export function maxAnswerBytes({ answer }: ApiRequest<unknown>): number {
  return isTextAnswer(answer) ? answer.maxBytes : MAX_JSON_BYTES;
}

export interface ReadingContext {
  readonly redactor: Redactor;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number;
}

/**
 * What MyTPE said: the value when it is a yes in the expected shape.
 * @throws ApiError for any status outside 2xx and for `success: false`, ResponseShapeError for a 2xx that cannot be
 * understood.
 */
export function readAnswer<T>(request: ApiRequest<T>, answer: HttpAnswer, context: ReadingContext): T {
  if (answer.status >= 300 || saysNo(answer.body)) throw refusal(request, answer, context);
  if (request.answer === 'ignored') return undefined as T;
  if (isTextAnswer(request.answer)) return readText(request, request.answer, answer, context);
  const result = parsed(request.answer, answer.body);
  if (result === undefined) {
    const found = describeBody(request, answer, context.redactor);
    throw shapeError(request, answer, `${found} instead of readable JSON. Check ${BASE_URL_SETTING}`, { path: '' });
  }
  if (result.success) return result.data;
  const { path: steps, message } = result.error.issues[0]!;
  const path = steps.join('.');
  throw shapeError(request, answer, `at ${path || 'its top'}: ${message}`, { path, cause: result.error });
}

function readText<T>(
  request: ApiRequest<T>,
  { accept, parse }: TextAnswer<T>,
  answer: HttpAnswer,
  context: ReadingContext,
): T {
  const value = answer.body === null ? undefined : parse(answer.body);
  if (value !== undefined) return value;
  const found = describeBody(request, answer, context.redactor);
  throw shapeError(request, answer, `${found} instead of ${accept}. Check ${BASE_URL_SETTING}`, { path: '' });
}

const NoSuccess = z.object({ success: z.literal(false) });

/** A 2xx that says the opposite. Only v2 documents `success`; nothing forbids it to ext. */
function saysNo(body: string | null): boolean {
  if (body === null || !/"success"\s*:\s*false/.test(body)) return false;
  return parsed(NoSuccess, body)?.success ?? false;
}

/** A request's own id in MyTPE's logs, when the answer carries one. */
export function requestIdOf({ headers }: HttpAnswer, redactor: Redactor): string | undefined {
  const id = headerText(headers['x-request-id']);
  return id && redactor.text(id).slice(0, 200);
}

/** `undefined` when it is no JSON. Without the parser's error, which quotes the body and perhaps half a secret. */
function parsed<T>(schema: z.ZodType<T>, body: string | null): z.ZodSafeParseResult<T> | undefined {
  try {
    return body === null ? undefined : schema.safeParse(parseJson(body));
  } catch {
    return undefined;
  }
}

function shapeError(
  request: ApiRequest<unknown>,
  { status }: HttpAnswer,
  problem: string,
  details: { path: string; cause?: z.ZodError },
): ResponseShapeError {
  const message = `${requestName(request)} was answered ${status} with an unexpected body, ${problem}`;
  return new ResponseShapeError(message, { ...details, outcome: outcomeOf(request.role, 'unclear') });
}

function refusal(request: ApiRequest<unknown>, answer: HttpAnswer, { redactor, now }: ReadingContext): ApiError {
  const said = parseErrorBody(answer.body, (text) => redactor.text(text));
  const { status } = answer;
  const fields = describeFields(said?.fields ?? {});
  const head = `${requestName(request)} was answered ${said?.code === undefined ? status : `${status} ${said.code}`}`;
  const words = said === undefined ? describeBody(request, answer, redactor) : (said.message ?? 'without a message');
  const message = `${head}: ${words}${fields && ` (${fields})`}`;
  const hint = hintFor(status, said !== undefined);
  return new ApiError(hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`, {
    status,
    code: said?.code,
    fields: said?.fields,
    requestId: requestIdOf(answer, redactor),
    retryAfterMs: parseRetryAfter(headerText(answer.headers['retry-after']), now),
    outcome: outcomeOf(request.role, status >= 400 && status < 500 ? 'refused' : 'unclear'),
  });
}

/** What a person can do about it, where the status tells. */
function hintFor(status: number, isJson: boolean): string | undefined {
  if (status < 300) return undefined;
  if (status === 401) return `Check ${CREDENTIALS_SETTING}: a replaced pair stops working at once`;
  if (status < 400) return `Redirects are not followed, the credentials would travel along. Check ${BASE_URL_SETTING}`;
  return status < 500 && !isJson ? `Is this MyTPE's API? Check ${BASE_URL_SETTING}` : undefined;
}

/** Names a body that is no JSON, quoting nothing of it but an HTML page's title. */
function describeBody(request: ApiRequest<unknown>, { headers, body }: HttpAnswer, redactor: Redactor): string {
  if (body === null) return `a body that broke off or exceeds ${maxAnswerBytes(request) / 1024 / 1024} MiB`;
  if (body.trim() === '') return 'an empty body';
  if (!/^\s*</.test(body))
    return `something of type ${redactor.text(headerText(headers['content-type']) ?? 'unknown')}`;
  const title = /<title[^>]*>([^<]{1,120})/i.exec(redactor.text(body))?.[1]?.trim();
  return title === undefined ? 'an HTML page' : `an HTML page titled "${title}"`;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
