import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { IMAGES, kindOf, mimeTypeOf } from '../files/file-rules.ts';
import type { World } from '../model/world.ts';
import type { Upload } from './form-body.ts';
import { invalidFields } from './problem.ts';

/** The path of logos, below the sandbox’s address. */
export const LOGO_PREFIX = '/storage/v2-logos';
/** The limit for all logos together. They are kept in memory and in the state file. */
const MAX_TOTAL_BASE64 = 40 * 1024 * 1024;

/** A logo that passed its check. */
export interface CheckedLogo {
  readonly kind: (typeof IMAGES)[number];
  readonly base64: string;
}

/**
 * Checks a logo by its first bytes, because the reference documents no limits and senders may declare any type. Throws a
 * 422 for anything except an image that browsers show, and when the sandbox is full.
 */
export function checkLogo(world: World, logo: Upload | null): CheckedLogo | null {
  if (logo === null) return null;
  const kind = IMAGES.find((image) => image === kindOf(logo.bytes));
  if (kind === undefined) throw invalidFields({ logo: ['The logo field must be a JPEG, PNG, GIF or WebP image.'] });
  const base64 = logo.bytes.toString('base64');
  let total = base64.length;
  for (const kept of world.v2Logos.values()) total += kept.base64.length;
  if (total <= MAX_TOTAL_BASE64) return { kind, base64 };
  throw invalidFields({ logo: ['The sandbox’s logo storage is full. Reset the sandbox, or send smaller logos.'] });
}

/** Replaces the former logo by the new one, if there is one. Returns the path of the current logo. */
export function replaceLogo(world: World, former: string | null, logo: CheckedLogo | null): string | null {
  if (logo === null) return former;
  dropLogo(world, former);
  const { kind, base64 } = logo;
  const id = `${randomUUID()}.${kind}`;
  world.v2Logos.set(id, { id, type: mimeTypeOf(kind), base64 });
  world.revision += 1;
  return `${LOGO_PREFIX}/${id}`;
}

export function dropLogo(world: World, path: string | null): void {
  if (path !== null) world.v2Logos.delete(path.slice(LOGO_PREFIX.length + 1));
}

/** Creates the route that serves logos to any client. */
export function createLogoRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { name: string } }>('/:name', (request, reply) => {
      const logo = world.v2Logos.get(request.params.name);
      if (logo === undefined) return reply.code(404).type('text/plain').send('Logo not found.');
      return reply
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'public, max-age=3600')
        .type(logo.type)
        .send(Buffer.from(logo.base64, 'base64'));
    });
  };
}
