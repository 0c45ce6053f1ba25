import type { LinkView } from '@mytpe-pay/contract';
import type { FastifyInstance } from 'fastify';

import type { Settings } from '../../config/settings.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import { createQrRenderer, MAX_QR_BYTES } from '../../pages/qr-renderer.ts';
import { sendPlainProblem } from '../errors.ts';
import { createRateLimit } from '../rate-limit.ts';
import { requestLanguage } from '../request.ts';
import type { LinkRouteRequest } from './links.ts';

/** The address of a link never changes, and neither does its code; both are for this caller only. */
const HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  // A page may show a file by `<img>`, a request that names no origin.
  'cross-origin-resource-policy': 'cross-origin',
};
const ROUTES = [
  { path: 'qr', kind: 'json', type: 'application/json; charset=utf-8' },
  { path: 'qr.svg', kind: 'svg', type: 'image/svg+xml; charset=utf-8' },
  { path: 'qr.png', kind: 'png', type: 'image/png' },
] as const;

/** The QR code of a link's address: for a page to draw, and as files. Addresses share one cache of renderings. */
export function qrCodeRoutes(
  app: FastifyInstance,
  { MAX_QR_CODES_PER_MINUTE: perMinute }: Settings,
  readable: (request: LinkRouteRequest) => Promise<LinkView>,
): void {
  const limit = createRateLimit(perMinute, 'one address asked for more new QR codes than MAX_QR_CODES_PER_MINUTE');
  const renderer = createQrRenderer();
  app.addHook('onClose', () => renderer.close());

  for (const { path, kind, type } of ROUTES)
    app.get(`/links/:id/${path}`, async (request: LinkRouteRequest, reply) => {
      const { url, offer } = await readable(request);
      if (Buffer.byteLength(url) > MAX_QR_BYTES) {
        const { qrTooLong } = MESSAGES[requestLanguage(request)];
        return sendPlainProblem(request, reply, 422, 'Unprocessable Content', qrTooLong);
      }
      const body = await renderer.render(url, kind, () => {
        const problem = limit.count(request);
        if (problem) throw problem;
      });
      // A link that saves stays on its page; an `<img>` shows the file all the same.
      if (kind !== 'json') void reply.header('content-disposition', `attachment; filename="${offer}.${kind}"`);
      return reply.headers({ ...HEADERS, 'content-type': type }).send(body);
    });
}
