import { buffer } from 'node:stream/consumers';

import busboy from 'busboy';

import type { Received } from './scripted-server.ts';

export type ReceivedPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly filename: string | undefined; readonly type: string; readonly bytes: Buffer };

/** Parses the parts of a body, in order, with a parser that is independent of this client. */
export async function partsOf({ headers, bytes }: Received): Promise<ReceivedPart[]> {
  const parts: Promise<ReceivedPart>[] = [];
  await new Promise((resolve, reject) => {
    const parser = busboy({ headers, defParamCharset: 'utf8', limits: { fieldSize: Infinity } });
    parser.on('field', (name, value) => parts.push(Promise.resolve({ name, value })));
    parser.on('file', (name, stream, { filename, mimeType: type }) => {
      parts.push(buffer(stream).then((content) => ({ name, filename, type, bytes: content })));
    });
    parser.on('close', () => resolve(undefined));
    parser.on('error', reject);
    parser.end(bytes);
  });
  return await Promise.all(parts);
}

/** Returns the text parts by name. */
export async function textsOf(received: Received): Promise<Record<string, string>> {
  const parts = await partsOf(received);
  return Object.fromEntries(parts.flatMap((part) => ('value' in part ? [[part.name, part.value]] : [])));
}
