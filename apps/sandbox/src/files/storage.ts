import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { StoredFile } from '../model/kyc-records.ts';
import type { World } from '../model/world.ts';

/** The path of public files (logos), below the sandbox’s address. */
export const STORAGE_PREFIX = '/storage';
/** The limit for all files together. They are kept in memory and next to the state file. */
const MAX_TOTAL_BYTES = 60 * 1024 * 1024;

/** A file that passed its rule. */
export interface CheckedFile {
  readonly bytes: Buffer;
  readonly name: string;
  readonly type: string;
  readonly extension: string;
}

/** Keeps a file at `folder/field.extension` and replaces an earlier file. @returns its path. */
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

/** `true` if the sandbox can keep this many more bytes. */
export function hasRoomFor(world: World, bytes: number): boolean {
  let total = bytes;
  for (const { size } of world.files.values()) total += size;
  return total <= MAX_TOTAL_BYTES;
}

export function dropFiles(world: World, paths: readonly (string | null)[]): void {
  for (const path of paths) if (path !== null) world.files.delete(path);
}

/** The public URL of a logo. */
export function publicUrl(path: string | null, baseUrl: string): string | null {
  return path === null ? null : `${baseUrl}${STORAGE_PREFIX}/${path}`;
}

/** Creates the route that serves logos to any client. */
export function createStorageRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
      const file = world.files.get(request.params['*']);
      return file?.is_public ? sendFile(reply, file) : reply.code(404).type('text/plain').send('File not found.');
    });
  };
}

/** Sends the uploaded bytes unchanged, with headers that stop a browser from running them. */
export function sendFile(reply: FastifyReply, { type, bytes, sha256 }: StoredFile): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('etag', `"${sha256}"`)
    .type(type)
    .send(bytes);
}
