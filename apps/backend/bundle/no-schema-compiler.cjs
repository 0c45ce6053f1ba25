/**
 * In place of Fastify's own schema compilers, a third of a megabyte: what comes in is checked by zod, so that no route has
 * a schema of Fastify's. One that had would not start, in any test of the built server.
 */
module.exports = () => () => {
  throw new Error('a route has a Fastify schema, whose compiler is left out of the bundle: see vite.config.ts');
};
