import type { LinkView } from '@mytpe-pay/contract';
import type { FastifyInstance } from 'fastify';

import type { LinkRequest } from './links.ts';

/** An address is the link's for ever, and so is its code; it is nobody else's business. */
const HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  // A page may show a file by `<img>`, which asks without saying where it comes from.
  'cross-origin-resource-policy': 'cross-origin',
};
const KINDS = ['svg', 'png'] as const;

/** The QR code of a link's address: for a page to draw, and as files. What draws them is loaded when somebody asks. */
export function qrCodeRoutes(app: FastifyInstance, readable: (request: LinkRequest) => Promise<LinkView>): void {
  const drawn = () => import('../pages/qr-code.ts');

  app.get('/links/:id/qr', async (request: LinkRequest, reply) => {
    const { url } = await readable(request);
    const { qrCodeView } = await drawn();
    return reply.headers(HEADERS).send(qrCodeView(url));
  });

  for (const kind of KINDS)
    app.get(`/links/:id/qr.${kind}`, async (request: LinkRequest, reply) => {
      const { url, offer } = await readable(request);
      const { qrFile } = await drawn();
      const { type, body } = qrFile(url, kind);
      // A link that saves stays on its page; an `<img>` shows it all the same.
      const disposition = `attachment; filename="${offer}.${kind}"`;
      return reply.headers({ ...HEADERS, 'content-type': type, 'content-disposition': disposition }).send(body);
    });
}
