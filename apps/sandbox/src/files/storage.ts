import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { StoredFile } from '../model/kyc-records.ts';
import type { World } from '../model/world.ts';

/** Where public files (logos) are served, below the sandbox's address. */
export const STORAGE_PREFIX = '/storage';
/** All files together: they live in memory, and beside the state file. */
const MAX_TOTAL_BYTES = 60 * 1024 * 1024;

/** A file that has passed its rule. */
export interface CheckedFile {
  readonly bytes: Buffer;
  readonly name: string;
  readonly type: string;
  readonly extension: string;
}

/** Keeps a file at `folder/field.extension`, in the place of a former one. @returns its path. */
export function keepFile(
  world: World,
  where: {
    readonly folder: string;
    readonly field: string;
    readonly former: string | null;
    readonly isPublic: boolean;
  },
  { bytes, name, type, extension }: CheckedFile,
): string {
  if (where.former !== null) world.files.delete(where.former);
  const path = `${where.folder}/${where.field}.${extension}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  world.files.set(path, { path, name, type, size: bytes.length, sha256, is_public: where.isPublic, bytes });
  world.revision += 1;
  return path;
}

/** Whether so many more bytes can be kept. */
export function hasRoomFor(world: World, bytes: number): boolean {
  let total = bytes;
  for (const { size } of world.files.values()) total += size;
  return total <= MAX_TOTAL_BYTES;
}

export function dropFiles(world: World, paths: readonly (string | null)[]): void {
  for (const path of paths) if (path !== null) world.files.delete(path);
}

/** The public address of a logo. */
export function publicUrl(path: string | null, baseUrl: string): string | null {
  return path === null ? null : `${baseUrl}${STORAGE_PREFIX}/${path}`;
}

/** Serves logos to anybody, as a public address does. */
export function createStorageRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
      const file = world.files.get(request.params['*']);
      return file?.is_public
        ? sendFile(reply, file)
        : reply.code(404).type('text/plain').send('There is no such file.');
    });
  };
}

/** Byte for byte as it came; never run by a browser. */
export function sendFile(reply: FastifyReply, { type, bytes, sha256 }: StoredFile): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('etag', `"${sha256}"`)
    .type(type)
    .send(bytes);
}
