import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import type { V2Logo } from '../model/v2-records.ts';
import type { World } from '../model/world.ts';
import type { Upload } from './form-body.ts';
import { invalidFields } from './problem.ts';

/** Where logos are served, below the sandbox's address. */
export const LOGO_PREFIX = '/storage/v2-logos';
/** All logos together: they live in memory and in the state file. */
const MAX_TOTAL_BASE64 = 40 * 1024 * 1024;

const SIGNATURES = {
  'image/png': { extension: 'png', starts: '89504e470d0a1a0a' },
  'image/jpeg': { extension: 'jpg', starts: 'ffd8ff' },
} as const satisfies Record<V2Logo['type'], object>;

/** A logo that may be kept. */
export interface CheckedLogo {
  readonly type: V2Logo['type'];
  readonly base64: string;
}

/** Judges a logo by its own bytes, whatever its sender calls it. Throws a 422 for what is no PNG or JPEG, or too much. */
export function checkLogo(world: World, logo: Upload | null): CheckedLogo | null {
  if (logo === null) return null;
  const start = logo.bytes.subarray(0, 8).toString('hex');
  const types = Object.keys(SIGNATURES) as V2Logo['type'][];
  const type = types.find((known) => start.startsWith(SIGNATURES[known].starts));
  if (type === undefined) throw invalidFields({ logo: ['The logo field must be a PNG or JPEG image.'] });
  const base64 = logo.bytes.toString('base64');
  let total = base64.length;
  for (const kept of world.v2Logos.values()) total += kept.base64.length;
  if (total <= MAX_TOTAL_BASE64) return { type, base64 };
  throw invalidFields({ logo: ['This sandbox holds too many logos. Reset it, or send smaller ones.'] });
}

/** Puts a new logo (if there is one) in the place of a former one, and answers the path that is valid from now on. */
export function replaceLogo(world: World, former: string | null, logo: CheckedLogo | null): string | null {
  if (logo === null) return former;
  dropLogo(world, former);
  const id = `${randomUUID()}.${SIGNATURES[logo.type].extension}`;
  world.v2Logos.set(id, { id, ...logo });
  world.revision += 1;
  return `${LOGO_PREFIX}/${id}`;
}

export function dropLogo(world: World, path: string | null): void {
  if (path !== null) world.v2Logos.delete(path.slice(LOGO_PREFIX.length + 1));
}

/** Serves logos to anybody, as a public address does. */
export function createLogoRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { name: string } }>('/:name', (request, reply) => {
      const logo = world.v2Logos.get(request.params.name);
      if (logo === undefined) return reply.code(404).type('text/plain').send('There is no such logo.');
      return reply
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'public, max-age=3600')
        .type(logo.type)
        .send(Buffer.from(logo.base64, 'base64'));
    });
  };
}
