import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

import { Html, html } from './html.ts';

/** A complete HTML page. `style` and `script` are inline constants; the content security policy allows them by hash. */
export interface Document {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  readonly style: string;
  readonly script?: string;
  readonly body: Html;
}

/** Sends a page that runs only its own style and script. No other page may frame it. */
export function sendDocument(reply: FastifyReply, status: number, document: Document): FastifyReply {
  const { language, direction, title, style, script = '', body } = document;
  const page = html`<!doctype html>
    <html lang="${language}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        ${body} ${script !== '' && new Html(`<script>${script}</script>`)}
      </body>
    </html> `;
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy(style, script))
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(page.markup);
}

function policy(style: string, script: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const scripts = script === '' ? '' : `; script-src ${hash(script)}; connect-src 'self'`;
  return `default-src 'none'; img-src 'self' data:; style-src ${hash(style)}${scripts}; frame-ancestors 'none'; base-uri 'none'`;
}

/** A body that is not valid JSON. Fastify responds with `statusCode`. */
class MalformedJsonError extends Error {
  override readonly name = 'MalformedJsonError';
  readonly statusCode = 400;
}

/** Registers a parser for JSON bodies. An empty body counts as absent, because clients send the type with actions without a body. */
export function registerJsonBody(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch (cause) {
      done(new MalformedJsonError(`The body is not valid JSON: ${(cause as Error).message}`, { cause }));
    }
  });
}
