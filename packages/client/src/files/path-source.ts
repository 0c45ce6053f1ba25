import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { FileProblem } from './file-problem.ts';

/** A file that can be read, as far as it is known before that. */
export interface FileSource {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly size?: number | undefined;
  readonly content: AsyncIterable<unknown> | Iterable<unknown>;
}

/** What the system's codes mean to whoever gave the path. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ENAMETOOLONG: 'is too long to be a path',
  ERR_INVALID_ARG_VALUE: 'is no path',
};

/** A file on disk. Seen to be one before it is opened: opening a pipe would wait for a writer. */
export async function pathSource(where: string | URL): Promise<FileSource> {
  const path = where instanceof URL ? pathOf(where) : where;
  const found = await stat(path).catch((error: unknown): never => {
    throw new FileProblem(`${quoted(path)} ${meaningOf(error)}`);
  });
  if (!found.isFile()) throw new FileProblem(`${quoted(path)} is ${found.isDirectory() ? 'a directory' : 'no file'}`);
  return { name: basename(path), size: found.size, content: bytesOf(path) };
}

/** Opens the file when the first bytes are wanted. */
async function* bytesOf(path: string): AsyncGenerator<unknown> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw new FileProblem(`${quoted(path)} ${meaningOf(error)}`);
  }
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new FileProblem('must be a path or a file: URL');
  }
}

function meaningOf(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return MEANINGS[code] ?? `cannot be read (${code})`;
}

/** Not more of it than people read: whoever passes a file's text for its path sees where that went wrong. */
function quoted(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}
