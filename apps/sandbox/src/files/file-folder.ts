import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { FileRecord, type StoredFile } from '../model/kyc-records.ts';

/** A file’s entry in a state file. The bytes are in the folder next to it. Older state files contain the bytes themselves. */
export const SavedFile = FileRecord.extend({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  base64: z.string().optional(),
});
export type SavedFile = z.infer<typeof SavedFile>;

/** The bytes of uploaded files on disk, each named by its SHA-256. Saving other changes does not write them again. */
export interface FileFolder {
  /** Writes the missing files. Must run before the state that names them is written. */
  keep(files: Iterable<StoredFile>): Promise<void>;
  /** Removes all other files. Must run after the state that names them is replaced. */
  prune(files: Iterable<StoredFile>): Promise<void>;
}

/** The folder with the files of a state file. */
export function folderOf(stateFile: string): string {
  return `${stateFile}.files`;
}

export function createFileFolder(folder: string): FileFolder {
  let names: Set<string> | null = null;
  return {
    async keep(files) {
      names ??= await namesIn(folder);
      for (const { sha256, bytes } of files) {
        if (names.has(sha256)) continue;
        const temporary = join(folder, `${sha256}.tmp`);
        await mkdir(folder, { recursive: true });
        await writeFile(temporary, bytes, { flush: true });
        // The rename is atomic: after a kill the file is complete or absent.
        await rename(temporary, join(folder, sha256));
        names.add(sha256);
      }
    },
    async prune(files) {
      const wanted = new Set([...files].map(({ sha256 }) => sha256));
      for (const name of names ?? []) {
        if (wanted.has(name)) continue;
        await rm(join(folder, name), { force: true });
        names?.delete(name);
      }
    },
  };
}

async function namesIn(folder: string): Promise<Set<string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return new Set(names);
}

/** Loads a file with its bytes. Returns `null` when the bytes are missing or changed. */
export async function loadFile(folder: string, saved: SavedFile): Promise<StoredFile | null> {
  const { base64, ...record } = saved;
  const bytes =
    base64 === undefined
      ? await readFile(join(folder, record.sha256)).catch(() => null)
      : Buffer.from(base64, 'base64');
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== record.sha256) return null;
  return { ...record, bytes };
}
