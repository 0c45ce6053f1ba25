import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import Negotiator from 'negotiator';
import { z } from 'zod';

import type { TroubleshootingSection } from '../pages/reference-page.ts';

/** A served script file of one version of the drop-in. */
export interface ScriptFile {
  readonly version: string;
  readonly name: string;
  readonly body: Buffer;
  /** Subresource integrity, `sha384-…`. */
  readonly integrity: string;
}

/** The drop-in's files: those of this build, and all files that this installation has served before. */
export interface ScriptLibrary {
  /** Version of this build. */
  readonly version: string;
  /** The script for shops, of this build. */
  readonly entry: ScriptFile;
  /** The same script with developer warnings. */
  readonly development: ScriptFile;
  readonly troubleshooting: readonly TroubleshootingSection[];
  file(version: string, name: string): ScriptFile | undefined;
  all(): readonly ScriptFile[];
}

/** The name of a file; limited because it becomes part of an address. */
const FileName = z.string().regex(/^[\w.-]{1,100}$/);

/** `manifest.json` of the button's build. */
const Manifest = z.object({
  /** With a dot, so that `/v{version}/` is never `/v1/`. */
  version: z.string().regex(/^\d+\.[\w.-]{1,60}$/),
  entry: FileName,
  development: FileName,
  files: z.array(z.object({ name: FileName, integrity: z.string().max(100) })).max(50),
});

/** `troubleshooting.json` of the button's build. */
const Troubleshooting = z
  .array(
    z.object({
      code: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
      says: z.string().min(1).max(500),
      when: z.string().min(1).max(1000),
    }),
  )
  .max(200)
  .refine((sections) => new Set(sections.map(({ code }) => code)).size === sections.length, 'a code is there twice');

/** Stores every version of the drop-in that this installation has served. The repository implements it. */
export interface ScriptKeeper {
  scripts(): Promise<readonly ScriptFile[]>;
  keepScript(file: ScriptFile): Promise<void>;
}

/**
 * Loads the drop-in's files of this build, and all that this installation has served before. Pages that pinned an older
 * version continue to work after an upgrade, even if that version had several files.
 * @param directory the built drop-in, with its `manifest.json` and `troubleshooting.json`.
 * @param keeper stores the files; it does not replace a file that it has.
 * @throws Error if a file is missing or differs from the manifest.
 */
export async function loadScripts(directory: string, keeper: ScriptKeeper): Promise<ScriptLibrary> {
  const manifest = readBuilt(directory, 'manifest.json', Manifest);
  const troubleshooting = readBuilt(directory, 'troubleshooting.json', Troubleshooting);
  const own = manifest.files.map(({ name, integrity: expected }): ScriptFile => {
    const body = readFileSync(join(directory, name));
    const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`;
    if (integrity !== expected) throw new Error(`${name} is not the file that was built; build the button again`);
    return { version: manifest.version, name, body, integrity };
  });
  const listed = (name: string): ScriptFile => {
    const file = own.find((one) => one.name === name);
    if (!file) throw new Error(`manifest.json does not list ${name}; build the button again`);
    return file;
  };
  const [entry, development] = [listed(manifest.entry), listed(manifest.development)];
  for (const file of own) await keeper.keepScript(file);
  // The stored file wins over a new build of the same version, because pages may have pinned its hash.
  const files = new Map((await keeper.scripts()).map((file) => [`${file.version}/${file.name}`, file]));
  return {
    version: manifest.version,
    entry,
    development,
    troubleshooting,
    file: (version, name) => files.get(`${version}/${name}`),
    all: () => [...files.values()],
  };
}

function readBuilt<T>(directory: string, name: string, schema: z.ZodType<T>): T {
  const path = join(directory, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path} cannot be read: build the button first`, { cause: error });
  }
  const { success, data, error } = schema.safeParse(JSON.parse(text));
  if (!success) throw new Error(`${path} is not valid; build the button again\n${z.prettifyError(error)}`);
  return data;
}

const ENCODERS = {
  br: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }, done),
  ),
  gzip: promisify((body: Buffer, done: (error: Error | null, result: Buffer) => void) =>
    gzip(body, { level: constants.Z_BEST_COMPRESSION }, done),
  ),
} as const;
type Encoding = keyof typeof ENCODERS;

/** Compresses scripts. Each encoding of a file is computed on its first request and kept with the file. */
export interface ScriptEncodings {
  /** Returns the smallest encoding that the client accepts. */
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
  // Browsers send about thirty characters.
  if (!acceptEncoding || acceptEncoding.length > 200) return null;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings(['br', 'gzip']);
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null;
}
