import { Readable } from 'node:stream';

import { InvalidInputError } from '../errors.ts';
import { describeSize } from '../wire/input-fields.ts';
import { type ApiRequest, requestName } from './api-request.ts';
import type { MultipartBody } from './multipart.ts';

/** The encoded body of a request. All attempts send the same bytes. */
export interface Payload {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const MAX_JSON_BYTES = 1024 * 1024;
const MAX_MULTIPART_BYTES = 32 * 1024 * 1024;

/** The number of bytes between two progress reports. */
const CHUNK_BYTES = 64 * 1024;

/** Encodes the body. @throws InvalidInputError if it exceeds 1 MiB of JSON, or 32 MiB with files. */
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

/** Streams the bytes in pieces. Reports each piece when the socket requests the next one. */
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
