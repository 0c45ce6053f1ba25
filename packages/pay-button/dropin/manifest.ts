import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

/** A built file: a script or its source map. */
export interface BuiltFile {
  readonly name: string;
  /** Subresource integrity, `sha384-…`. */
  readonly integrity: string;
  readonly bytes: number;
  /** Size in bytes, compressed. */
  readonly brotli: number;
}

/** The content of `manifest.json`. */
export interface DropinManifest {
  readonly version: string;
  /** The name of the script for shops. */
  readonly entry: string;
  /** The name of the script for developers. */
  readonly development: string;
  readonly files: readonly BuiltFile[];
}

/** Lists every script and source map in the directory. */
export function createManifest(directory: string, names: Omit<DropinManifest, 'files'>): DropinManifest {
  const files = readdirSync(directory)
    .filter((name) => /\.js(?:\.map)?$/.test(name))
    .toSorted()
    .map((name) => describe(name, readFileSync(`${directory}/${name}`)));
  return { ...names, files };
}

function describe(name: string, body: Buffer): BuiltFile {
  const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`;
  return { name, integrity, bytes: body.length, brotli: brotliCompressSync(body).length };
}
