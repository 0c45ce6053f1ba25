import { Readable } from 'node:stream';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { describeSize } from '../wire/describe-size.ts';
import { type ApiRequest, requestName } from './api-request.ts';
import type { MultipartBody } from './multipart.ts';

/** A request's body as it goes over the wire: the same bytes at every try. */
export interface Payload {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const MAX_JSON_BYTES = 1024 * 1024;
const MAX_MULTIPART_BYTES = 32 * 1024 * 1024;

/** How much is handed to the socket between two reports of progress. */
const CHUNK_BYTES = 64 * 1024;

/** @throws InvalidInputError when it would be more than 1 MiB of JSON, or 32 MiB with files. */
export async function encodePayload(request: ApiRequest<unknown>): Promise<Payload | undefined> {
  const { body } = request;
  if (body === undefined) return undefined;
  const isJson = typeof body === 'string';
  const payload = isJson ? { contentType: 'application/json', bytes: Buffer.from(body) } : await encodeMultipart(body);
  const limit = isJson ? MAX_JSON_BYTES : MAX_MULTIPART_BYTES;
  if (payload.bytes.length <= limit) return payload;
  throw new InvalidInputError(requestName(request), { body: [`must be at most ${describeSize(limit)}`] });
}

async function encodeMultipart(body: MultipartBody): Promise<Payload> {
  const encoded = new Response(body.formData());
  return { contentType: encoded.headers.get('content-type')!, bytes: new Uint8Array(await encoded.arrayBuffer()) };
}

/** The bytes in pieces, each reported once the socket has asked for the next. */
export function inPieces(bytes: Uint8Array, onProgress: (sentBytes: number, totalBytes: number) => void): Readable {
  function* pieces() {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      const piece = bytes.subarray(start, start + CHUNK_BYTES);
      yield piece;
      onProgress(start + piece.length, bytes.length);
    }
  }
  return Readable.from(pieces(), { objectMode: false, highWaterMark: CHUNK_BYTES });
}
