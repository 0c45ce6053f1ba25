import fastify from 'fastify';

/** The baseline: bare Fastify routes that only send the bytes and headers that the backend sent. */
const { BARE_BODY: body = '', BARE_HEADERS: headers = '{}' } = process.env;
const app = fastify();
const same = JSON.parse(headers) as Record<string, string>;
app.get('/v1/offers/:id', (_request, reply) => {
  void reply.headers(same).send(body);
});
app.post('/v1/links', (_request, reply) => {
  void reply.headers(same).send(body);
});
app.get('/live', (_request, reply) => {
  void reply.send('');
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
process.once('SIGTERM', () => process.exit(0));
