import type { FastifyInstance } from 'fastify';
import { generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';

const WHITE = { off: [255, 255, 255] } as const;

/** The code of the address that every situation's link has, as the backend would give it. */
export function serveQrCodes(app: FastifyInstance, at: string, address: string): void {
  const code = generate(address);
  const side = code.size + 8;
  app.get(`${at}/qr`, async () => ({ view_box: `-4 -4 ${side} ${side}`, path: toSvgPath(code) }));
  for (const [kind, type, draw] of [
    ['svg', 'image/svg+xml', () => toSvgSource(code, { off: '#fff', scale: 24 })],
    ['png', 'image/png', () => toPngBuffer(code, { ...WHITE, scale: 24 })],
  ] as const)
    app.get(`${at}/qr.${kind}`, async (_request, reply) =>
      reply
        .headers({ 'content-type': type, 'content-disposition': `attachment; filename="sample.${kind}"` })
        .send(draw()),
    );
}
