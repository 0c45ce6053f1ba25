import { createReadStream, existsSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

const assets = fileURLToPath(new URL('../public/', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** Serves a folder's files below `/examples/{name}/`, as the build expects, until the test ends. @returns the origin. */
export async function serveFolder(folder: string): Promise<string> {
  const server: Server = createServer((request, response) => {
    const url = (request.url ?? '').replace(/\?.*/, '');
    const asset = url.startsWith('/assets/') && join(assets, url.slice('/assets/'.length));
    const file = asset || join(folder, url.replace(/^\/examples\/\w+\//, '') || 'index.html');
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'text/html');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
