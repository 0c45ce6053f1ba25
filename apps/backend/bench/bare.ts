import fastify from 'fastify';

/** The baseline: a bare Fastify route that sends the same bytes and headers as the backend did. */
const { BARE_BODY: body = '', BARE_HEADERS: headers = '{}' } = process.env;
const app = fastify();
const same = JSON.parse(headers) as Record<string, string>;
app.get('/v1/offers/:id', (_request, reply) => {
  void reply.headers(same).send(body);
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
process.once('SIGTERM', () => process.exit(0));
