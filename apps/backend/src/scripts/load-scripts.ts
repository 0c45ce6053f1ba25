import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { ScriptFile, ScriptLibrary } from '../service.ts';
import type { Store } from '../store/store.ts';

/** What the button's build says of itself. */
const Manifest = z.object({
  version: z.string().regex(/^[\w.-]{1,64}$/),
  entry: z.string(),
  current: z.string(),
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), integrity: z.string() })),
});

/**
 * The drop-in's files of this build, and all those this installation has served before: pages that pinned an older
 * version go on working after an upgrade.
 * @param directory the built drop-in, with its `manifest.json`.
 * @throws Error when a file is missing or is not what the manifest says.
 */
export async function loadScripts(
  directory: string,
  store: Pick<Store, 'scripts' | 'keepScript'>,
): Promise<ScriptLibrary> {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')));
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
  for (const file of own) await store.keepScript(file);
  // A version that was served before is served as it was: pages may have pinned its hash.
  const files = new Map((await store.scripts()).map((file) => [`${file.version}/${file.name}`, file]));
  return {
    version: manifest.version,
    current: read(manifest.current),
    file: (version, name) => files.get(`${version}/${name}`),
    all: () => [...files.values()],
  };
}
