import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { ScriptFile, ScriptLibrary } from '../service.ts';

/** What the button's build says of itself. */
const Manifest = z.object({
  /** With a dot, so that `/v{version}/` is never `/v1/`. */
  version: z.string().regex(/^\d+\.[\w.-]{1,60}$/),
  entry: z.string(),
  current: z.string(),
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), integrity: z.string() })),
});

/** Where every version that was ever served is kept; the store is one. */
export interface ScriptKeeper {
  scripts(): Promise<readonly ScriptFile[]>;
  keepScript(file: ScriptFile): Promise<void>;
}

/**
 * The drop-in's files of this build, and all those this installation has served before: pages that pinned an older
 * version go on working after an upgrade.
 * @param directory the built drop-in, with its `manifest.json`.
 * @param keeper where they are kept; saving a file that is there already leaves it as it is.
 * @throws Error when a file is missing or is not what the manifest says.
 */
export async function loadScripts(directory: string, keeper: ScriptKeeper): Promise<ScriptLibrary> {
  const manifest = readManifest(directory);
  const read = (name: string, expected?: string): ScriptFile => {
    const body = readFileSync(join(directory, name));
    const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`;
    if (expected !== undefined && integrity !== expected)
      throw new Error(`${name} is not the file that was built; build the button again`);
    return { version: manifest.version, name, body, integrity };
  };
  const own = manifest.files
    .filter(({ name }) => name !== manifest.current)
    .map(({ name, integrity }) => read(name, integrity));
  for (const file of own) await keeper.keepScript(file);
  // A version that was served before is served as it was: pages may have pinned its hash.
  const files = new Map((await keeper.scripts()).map((file) => [`${file.version}/${file.name}`, file]));
  return {
    version: manifest.version,
    current: read(manifest.current, manifest.files.find(({ name }) => name === manifest.current)?.integrity),
    file: (version, name) => files.get(`${version}/${name}`),
    all: () => [...files.values()],
  };
}

function readManifest(directory: string): z.output<typeof Manifest> {
  const path = join(directory, 'manifest.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path} cannot be read: build the button first`, { cause: error });
  }
  return Manifest.parse(JSON.parse(text));
}
