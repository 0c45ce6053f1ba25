import type { ReadableStream } from 'node:stream/web';

import { FileProblem } from './file-problem.ts';
import { type FileSource, pathSource } from './path-source.ts';

/** Bytes, at once or as they come. */
export type FileContent = Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * A file: where it lies (a path, or a `file:` URL), or what it holds. A stream can be read once, so it can be given to
 * one call only. A bare stream or Blob has no name: `{content, name}` gives it one.
 */
export type FileInput =
  | string
  | URL
  | FileContent
  | {
      readonly content: FileContent;
      readonly name?: string | undefined;
      /** Like `application/pdf`; else the name's extension and the first bytes decide. */
      readonly type?: string | undefined;
    };

/** @throws FileProblem when there is nothing that could be read. */
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
