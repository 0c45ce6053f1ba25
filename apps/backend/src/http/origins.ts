import type { FastifyRequest } from 'fastify';

import { Problem } from '../problem.ts';

/** Whether an origin is in a list of exact origins, `https://*.example.dz` patterns, or `*`. An opaque origin (`null`) is in no list. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (origin === 'null') return false;
  return allowed.some((pattern) => pattern === '*' || pattern === origin || matchesWildcard(origin, pattern));
}

/** The star stands for one or more whole labels: `https://*.shop.dz` is not `https://evilshop.dz`. */
function matchesWildcard(origin: string, pattern: string): boolean {
  const [scheme, rest] = pattern.split('*.', 2);
  if (rest === undefined || !scheme || !origin.startsWith(scheme) || !origin.endsWith(`.${rest}`)) return false;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(origin.slice(scheme.length, -rest.length - 1));
}

/** Where this backend is, as the visitor sees it. */
export function ownUrl(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl ?? `${request.protocol}://${request.host}`;
}

/**
 * Refuses pages of other origins than those allowed. A request without `Origin` passes: origins keep other people's
 * pages out, they authenticate nobody.
 * @param lists every list must allow the origin; `null` = no list of its own.
 */
export function assertAllowedOrigin(
  request: FastifyRequest,
  publicUrl: string | undefined,
  ...lists: (readonly string[] | null)[]
): void {
  const { origin } = request.headers;
  if (origin === undefined || lists.every((list) => list === null || isAllowedOrigin(origin, list))) return;
  if (origin !== 'null' && origin === originOf(ownUrl(request, publicUrl))) return;
  throw new Problem('origin_not_allowed', {
    operator: `pages of ${JSON.stringify(origin.slice(0, 200))} may not use this; see ALLOWED_ORIGINS and the offer's allowed_origins`,
  });
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Browsers say where a form comes from; a form of another site must not make links in a visitor's name. */
export function isCrossSite(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  return origin !== undefined && origin !== originOf(ownUrl(request, publicUrl));
}
