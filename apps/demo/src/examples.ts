import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { FastifyInstance } from 'fastify';

const HERE = fileURLToPath(new URL('../examples/', import.meta.url));

/** The examples by folder name, each with the folder of its built files. */
const EXAMPLES = {
  html: { title: 'Plain HTML', files: '.' },
  react: { title: 'React', files: 'dist' },
  vue: { title: 'Vue', files: 'dist' },
  svelte: { title: 'Svelte', files: 'dist' },
  angular: { title: 'Angular', files: 'dist' },
  solid: { title: 'Solid', files: 'dist' },
} as const;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** The backend's address in the examples' code. */
const WRITTEN_BACKEND = 'http://127.0.0.1:8020';

/**
 * Serves the examples under `/examples/{name}/`, and a list of them.
 * @param backend the demo's backend, which replaces the address in the examples.
 * @param headers for every page.
 */
export function serveExamples(app: FastifyInstance, backend: string, headers: Record<string, string>): void {
  app.get('/examples/', async (_request, reply) => reply.headers(headers).send(listPage()));
  for (const [name, { files }] of Object.entries(EXAMPLES)) {
    const folder = join(HERE, name, files);
    app.get(`/examples/${name}`, async (_request, reply) => reply.redirect(`/examples/${name}/`, 308));
    app.get<{ Params: { '*': string } }>(`/examples/${name}/*`, async (request, reply) => {
      const file = request.params['*'] || 'index.html';
      const type = TYPES[extname(file)];
      // Only the folder's own file names are served, so no part of a request becomes part of a path.
      if (!type || !namesIn(folder).includes(file)) return reply.code(404).send(notFound(name, folder));
      const text = readFileSync(join(folder, file), 'utf8').replaceAll(WRITTEN_BACKEND, backend);
      return reply.headers({ ...headers, 'content-type': type }).send(text);
    });
  }
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
}

function notFound(name: string, folder: string): string {
  return existsSync(folder)
    ? 'File not found.'
    : `The example is not built: npx pnpm --filter @mytpe-pay/example-${name} build`;
}

function listPage(): string {
  const items = Object.entries(EXAMPLES).map(
    ([name, { title }]) => `<li><a href="${name}/">${title}</a>: <code>apps/demo/examples/${name}</code></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Examples</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/example.css">
</head>
<body>
<main>
<h1>One shop, many ways to build it</h1>
<ul>${items.join('')}</ul>
</main>
</body>
</html>`;
}
