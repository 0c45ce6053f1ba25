import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';

import type { Plugin } from 'vite';

const ENTRY = 'mytpe-pay-button.js';
const CURRENT = 'current.js';

/**
 * Writes `current.js`, the entry for the unversioned address, whose chunks load from the version's own folder, and
 * `manifest.json`: name, size and integrity of every file.
 */
export function dropinManifest(version: string): Plugin {
  return {
    name: 'dropin-manifest',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const entry = bundle[ENTRY];
      if (entry?.type !== 'chunk') throw new Error(`the build made no ${ENTRY}`);
      const chunks = Object.keys(bundle).filter((name) => name.endsWith('.js') && name !== ENTRY);
      let current = entry.code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '');
      for (const name of chunks) current = current.replaceAll(`./${name}`, `./v${version}/${name}`);
      this.emitFile({ type: 'asset', fileName: CURRENT, source: current });
    },
    writeBundle: {
      order: 'post',
      async handler(options, bundle) {
        const { readFileSync, writeFileSync } = await import('node:fs');
        const directory = options.dir!;
        const files = Object.keys(bundle)
          .filter((name) => /\.(?:js|map)$/.test(name))
          .map((name) => describe(name, readFileSync(`${directory}/${name}`)));
        writeFileSync(
          `${directory}/manifest.json`,
          `${JSON.stringify({ version, entry: ENTRY, current: CURRENT, files }, null, 2)}\n`,
        );
      },
    },
  };
}

function describe(name: string, body: Buffer): { name: string; integrity: string; bytes: number; brotli: number } {
  const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`;
  return { name, integrity, bytes: body.length, brotli: brotliCompressSync(body).length };
}
