import type { FastifyInstance } from 'fastify';

/** A body that is not JSON. Fastify answers with `statusCode`. */
class MalformedJsonError extends Error {
  override readonly name = 'MalformedJsonError';
  readonly statusCode = 400;
}

/** JSON bodies everywhere; an empty one is no body at all, because clients send the type with actions that have none. */
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
