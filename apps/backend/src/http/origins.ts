import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '../lib/problem.ts';

/** Allows pages to read every response under `/v1`, including errors, but never with credentials. */
const READABLE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, Location, ETag',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'Content-Type, Idempotency-Key',
  'access-control-max-age': '7200',
};

/** Lets pages of every origin read the response. */
export function makeReadable(reply: FastifyReply): void {
  void reply.headers(READABLE);
}

/** `OPTIONS /v1/*`: responds to the preflight requests of browsers. */
export function preflightRoute(v1: FastifyInstance): void {
  v1.options('/*', async (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
}

/** A scheme, a host name of 253 characters and a port. */
const MAX_ORIGIN_CHARACTERS = 270;

/**
 * `true` if the text is an http or https origin exactly as a browser sends it. `Origin` is stored with the link, exported, and
 * becomes the receipt's audience, so no other text is accepted, not even under `*`.
 */
function isUrlOrigin(text: string): boolean {
  if (text.length > MAX_ORIGIN_CHARACTERS || !/^https?:/.test(text)) return false;
  return URL.parse(text)?.origin === text;
}

/**
 * `true` if an origin is in a list of exact origins, `https://*.example.dz` patterns, or `*`. Text that is not a URL origin,
 * such as the opaque origin (`null`), is in no list.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (!isUrlOrigin(origin)) return false;
  return allowed.some((pattern) => pattern === '*' || pattern === origin || matchesWildcard(origin, pattern));
}

/** The star stands for one or more whole labels: `https://*.shop.dz` is not `https://evilshop.dz`. */
function matchesWildcard(origin: string, pattern: string): boolean {
  const [scheme, rest] = pattern.split('*.', 2);
  if (rest === undefined || !scheme || !origin.startsWith(scheme) || !origin.endsWith(`.${rest}`)) return false;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(origin.slice(scheme.length, -rest.length - 1));
}

/**
 * Returns the URL of this backend as the visitor sees it: `PUBLIC_URL`, else the host of the request.
 * @throws Problem `validation_failed` when neither is usable.
 */
export function ownUrl(request: FastifyRequest, publicUrl: string | undefined): string {
  const url = publicUrl ?? askedUrl(request);
  if (url !== null) return url;
  throw new Problem('validation_failed', { errors: [{ path: 'Host', message: 'must be a host, or host:port' }] });
}

/** Accepts only a plain address: clients control the `Host` header, and its value becomes part of pages and snippets. */
function askedUrl({ protocol, host }: FastifyRequest): string | null {
  const url = `${protocol}://${host}`;
  const isPlain = /^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(url);
  return isPlain && URL.canParse(url) ? url : null;
}

function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string | null {
  const url = publicUrl ?? askedUrl(request);
  return url === null ? null : new URL(url).origin;
}

/**
 * Refuses pages of origins that are not allowed. A request without `Origin` passes: the check refuses pages of
 * other sites, but does not authenticate the client.
 * @param lists every list must allow the origin; `null` allows every origin.
 * @throws Problem `origin_not_allowed`
 */
export function assertAllowedOrigin(
  request: FastifyRequest,
  publicUrl: string | undefined,
  ...lists: (readonly string[] | null)[]
): void {
  const { origin } = request.headers;
  if (origin === undefined || lists.every((list) => list === null || isAllowedOrigin(origin, list))) return;
  if (origin === ownOrigin(request, publicUrl)) return;
  throw new Problem('origin_not_allowed', {
    operator: `pages of ${JSON.stringify(origin.slice(0, 200))} may not use this; see ALLOWED_ORIGINS and the offer's allowed_origins`,
  });
}

/** `true` if the browser reports that another site sent the request. Such a form must not create links for a visitor. */
export function isCrossSite(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  return origin !== undefined && origin !== ownOrigin(request, publicUrl);
}
