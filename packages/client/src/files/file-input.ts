import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ReadableStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';

/** The reason why a file cannot be sent. The message follows the name of the field. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/** The content of a file, with the properties that are known before the client reads it. */
export interface FileSource {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly size?: number | undefined;
  readonly content: AsyncIterable<unknown> | Iterable<unknown>;
}

/** Messages for the error codes of the operating system. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'cannot be read by this user',
  EPERM: 'cannot be read by this user',
  ENAMETOOLONG: 'is too long to be a path',
  ERR_INVALID_ARG_VALUE: 'is not a path',
};

/** Opens a file on disk. Checks first that it is a regular file, because opening a pipe would wait for a writer. */
export async function pathSource(where: string | URL): Promise<FileSource> {
  const path = where instanceof URL ? pathOf(where) : where;
  const found = await stat(path).catch((error: unknown): never => {
    throw new FileProblem(`${quoted(path)} ${meaningOf(error)}`);
  });
  if (!found.isFile())
    throw new FileProblem(`${quoted(path)} is ${found.isDirectory() ? 'a directory' : 'not a file'}`);
  return { name: basename(path), size: found.size, content: bytesOf(path) };
}

/** Opens the file when the first bytes are read. */
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

/** Quotes at most 200 characters, in case a caller passes the content of a file instead of its path. */
function quoted(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}

/** The bytes of a file, in memory or as a stream. */
export type FileContent = Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * A file: a path, a `file:` URL, or the content. A stream can be read only once, so pass it to one call only. A stream
 * or a Blob has no name. Pass `{content, name}` to set one.
 */
export type FileInput =
  | string
  | URL
  | FileContent
  | {
      readonly content: FileContent;
      readonly name?: string | undefined;
      /**
       * The media type, like `application/pdf`. Default: derived from the extension of the name and from the first
       * bytes.
       */
      readonly type?: string | undefined;
    };

/** Opens a file for reading. @throws FileProblem if the input is not a readable file. */
export async function openSource(input: FileInput): Promise<FileSource> {
  if (typeof input === 'string' || input instanceof URL) return await pathSource(input);
  const bare = contentSource(input);
  if (bare !== undefined) return bare;
  const { content, name, type } = Object(input) as { content?: unknown; name?: unknown; type?: unknown };
  const source = contentSource(content);
  if (source === undefined || !isTextOrAbsent(name) || !isTextOrAbsent(type)) {
    throw new FileProblem('must be a path, a Blob, bytes, a stream of bytes, or { content, name, type }');
  }
  return { ...source, name: name ?? source.name, type: type ?? source.type };
}

function contentSource(content: unknown): FileSource | undefined {
  if (content instanceof Uint8Array) return { size: content.length, content: [content] };
  if (content instanceof Blob) {
    const name = content instanceof File ? content.name : undefined;
    return { name, type: content.type, size: content.size, content: content.stream() };
  }
  return isAsyncIterable(content) ? { content } : undefined;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
