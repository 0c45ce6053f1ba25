import { LinkId, type LinkView } from '@mytpe-pay/contract';
import type { FastifyRequest } from 'fastify';

import { Problem } from '../../lib/problem.ts';
import { ALWAYS, inPath, lang, problems, schemaRef } from '../../openapi/route-doc.ts';
import { assertAllowedOrigin } from '../origins.ts';
import type { RouteContext } from '../request.ts';

/** A request to `/v1/links/{id}` or below. */
export type LinkRouteRequest = FastifyRequest<{ Params: { id: string } }>;

/**
 * Reads the link of a request for the page that sent it.
 * @throws Problem `link_not_found`; `origin_not_allowed` when the backend, or the link's offer, does not allow the page's
 * origin.
 */
export async function readLinkForPage(
  { service, settings }: RouteContext,
  request: LinkRouteRequest,
): Promise<LinkView> {
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;
  assertAllowedOrigin(request, publicUrl, allowed);
  const { id } = request.params;
  // Databases do not accept every text as an id.
  if (!LinkId.safeParse(id).success) throw new Problem('link_not_found');
  const { view, allowedOrigins } = await service.linkForPages(id);
  assertAllowedOrigin(request, publicUrl, allowedOrigins);
  return view;
}

/** The documentation that these routes share. */
export const linkParameters = () => [
  inPath('id', 'The link’s id, as `POST /v1/links` returned it.', schemaRef('LinkId')),
  lang,
];
export const linkProblems = () => problems('validation_failed', 'origin_not_allowed', 'link_not_found', ...ALWAYS);
