import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import Negotiator from 'negotiator';

import type { ScriptFile } from '../service.ts';

const ENCODERS = {
  br: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }, done),
  ),
  gzip: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    gzip(body, { level: constants.Z_BEST_COMPRESSION }, done),
  ),
} as const;
type Encoding = keyof typeof ENCODERS;

/** The smallest form of a script that a browser takes. Each is made once, on first demand, and kept with its file. */
export interface ScriptEncodings {
  encode(file: ScriptFile, acceptEncoding: string | undefined): Promise<{ body: Buffer; encoding: Encoding | null }>;
}

export function createScriptEncodings(): ScriptEncodings {
  const made = new WeakMap<ScriptFile, Map<Encoding, Promise<Buffer>>>();

  function encoded(file: ScriptFile, encoding: Encoding): Promise<Buffer> {
    const forms = made.get(file) ?? new Map<Encoding, Promise<Buffer>>();
    made.set(file, forms);
    const known = forms.get(encoding) ?? ENCODERS[encoding](file.body);
    forms.set(encoding, known);
    return known;
  }

  return {
    async encode(file, acceptEncoding) {
      const encoding = preferred(acceptEncoding);
      if (encoding === null) return { body: file.body, encoding };
      return { body: await encoded(file, encoding), encoding };
    },
  };
}

function preferred(acceptEncoding: string | undefined): Encoding | null {
  // Browsers say this in some thirty characters.
  if (!acceptEncoding || acceptEncoding.length > 200) return null;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings(['br', 'gzip']);
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null;
}
