import { createReadStream, existsSync, statSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Serves the built site as a static host does. @throws Error if it is not built. */
export async function serveSite(): Promise<{ origin: string; close(): void }> {
  if (!existsSync(join(SITE, 'index.html')))
    throw new Error('Build the site first: npx pnpm --dir apps/docs install && npx pnpm --dir apps/docs run build');
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = join(SITE, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!file.startsWith(SITE) || !existsSync(file) || !statSync(file).isFile())
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
