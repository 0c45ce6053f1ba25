import { cpSync, createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { AstroIntegration } from 'astro';

const FILES = fileURLToPath(new URL('../../../playground/dist/site/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** Adds the static playground to the site: its page, the backend of the live examples, and the element's script. */
export function playground(): AstroIntegration {
  return {
    name: 'playground',
    hooks: {
      'astro:config:done': () => {
        if (!existsSync(FILES))
          throw new Error('Build the playground first: npx pnpm exec turbo run build --filter=@mytpe-pay/playground');
      },
      'astro:build:done': ({ dir }) => cpSync(FILES, fileURLToPath(dir), { recursive: true }),
      'astro:server:setup': ({ server }) => {
        server.middlewares.use((request, response, next) => {
          const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
          const file = join(FILES, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
          if (!file.startsWith(FILES) || !existsSync(file) || !statSync(file).isFile()) return next();
          response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
          createReadStream(file).pipe(response);
        });
      },
    },
  };
}
