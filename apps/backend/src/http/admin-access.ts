import { createHash, timingSafeEqual } from 'node:crypto';

import type { FastifyReply, FastifyRequest } from 'fastify';

/** Whether the request carries the operator's token; compared in constant time. */
export function isOperator({ headers }: FastifyRequest, token: string | undefined): boolean {
  return isToken(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1], token);
}

/**
 * Whether the operator's browser asks, which sends the token as the password of HTTP Basic, under any name (RFC 7617).
 * A browser sends that by itself, also when somebody else's page makes it: so it opens what is read, and changes nothing.
 */
export function isOperatorsBrowser({ method, headers }: FastifyRequest, token: string | undefined): boolean {
  const pair = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(headers.authorization ?? '')?.[1];
  if (pair === undefined || !['GET', 'HEAD'].includes(method)) return false;
  return isToken(/^[^:]*:(.+)$/s.exec(Buffer.from(pair, 'base64').toString())?.[1], token);
}

/**
 * `true` if the request carries the operator's token, as a program or as the operator's browser sends it. A wrong token is
 * logged, wherever it was tried.
 */
export function isKnownOperator(request: FastifyRequest, reply: FastifyReply, token: string | undefined): boolean {
  if (isOperator(request, token) || isOperatorsBrowser(request, token)) return true;
  if (token !== undefined && request.headers.authorization !== undefined) {
    const message = 'refused a wrong operator token';
    request.server.refusals.note(request, reply, { reason: 'wrong_operator_token', level: 'warn', message });
  }
  return false;
}

/** What makes a browser ask for a name and a password. */
export const ASK_BROWSER = 'Basic realm="MyTPE Pay", charset="UTF-8"';

function isToken(given: string | undefined, token: string | undefined): boolean {
  if (!token || !given) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
