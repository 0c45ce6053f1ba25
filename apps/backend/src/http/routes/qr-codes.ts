import type { FastifyInstance } from 'fastify';

import { MESSAGES } from '../../i18n/messages.ts';
import { json, plainProblem, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import { createQrRenderer, MAX_QR_BYTES } from '../../pages/qr-renderer.ts';
import { sendPlainProblem } from '../errors.ts';
import { createRateLimit } from '../limits.ts';
import { requestLanguage, type RouteContext } from '../request.ts';
import { linkParameters, linkProblems, type LinkRouteRequest, readLinkForPage } from './link-access.ts';

/** The URL of a link never changes, and neither does its code. Only this client may cache it. */
const HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  // Allows pages to show a file by `<img>`, a request without `Origin`.
  'cross-origin-resource-policy': 'cross-origin',
};
const ROUTES = [
  { path: 'qr', kind: 'json', type: 'application/json; charset=utf-8' },
  { path: 'qr.svg', kind: 'svg', type: 'image/svg+xml; charset=utf-8' },
  { path: 'qr.png', kind: 'png', type: 'image/png' },
] as const;

/**
 * `/v1/links/{id}/qr`, `qr.svg` and `qr.png`: the QR code of a link's URL, as data for a page to draw and as files. All
 * links share one cache of renderings.
 */
export function qrCodeRoutes(app: FastifyInstance, context: RouteContext): void {
  const { MAX_QR_CODES_PER_MINUTE: perMinute } = context.settings;
  const limit = createRateLimit(perMinute, 'one address requested more new QR codes than MAX_QR_CODES_PER_MINUTE');
  const renderer = createQrRenderer();
  app.addHook('onClose', () => renderer.close());

  for (const { path, kind, type } of ROUTES) {
    const doc = kind === 'json' ? DATA : () => fileDoc(kind, type);
    app.get(`/links/:id/${path}`, { config: { doc } }, async (request: LinkRouteRequest, reply) => {
      const { url, offer } = await readLinkForPage(context, request);
      if (Buffer.byteLength(url) > MAX_QR_BYTES) {
        const { qrTooLong } = MESSAGES[requestLanguage(request)];
        return sendPlainProblem(request, reply, 422, 'Unprocessable Content', qrTooLong);
      }
      const body = await renderer.render(url, kind, () => {
        const problem = limit.count(request);
        if (problem) throw problem;
      });
      // A download link stays on its page; an `<img>` ignores this header.
      if (kind !== 'json') void reply.header('content-disposition', `attachment; filename="${offer}.${kind}"`);
      return reply.headers({ ...HEADERS, 'content-type': type }).send(body);
    });
  }
}

const qrProblems = () => ({
  ...linkProblems(),
  422: plainProblem('The link’s URL is too long for a QR code.'),
});

const DATA = (): RouteDoc => ({
  operationId: 'readQrCode',
  tag: 'Pages',
  summary: 'The QR code of a link’s URL, as data to draw',
  parameters: linkParameters(),
  responses: { 200: json('The code’s modules, dark on light, with the quiet zone.', 'QrCodeView'), ...qrProblems() },
});

const fileDoc = (kind: string, type: string): RouteDoc => ({
  operationId: `saveQrCode${kind.toUpperCase()}`,
  tag: 'Pages',
  summary: `The QR code as ${kind.toUpperCase()}, to save or print`,
  description: 'At least 1024 pixels wide. Any page may show it in an `<img>`.',
  parameters: linkParameters(),
  responses: { 200: typed('The image.', type.split(';')[0]!), ...qrProblems() },
});
