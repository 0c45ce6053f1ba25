import { type ErrorCode, LANGUAGES } from '@mytpe-pay/contract';

import {
  header,
  inPath,
  inQuery,
  json,
  type Operations,
  type Parameter,
  plainProblem,
  problems,
  typed,
} from './operation.ts';
import { schemaRef } from './schemas.ts';

export const lang = inQuery('lang', 'Language of the texts; else `Accept-Language`, else French.', {
  type: 'string',
  enum: LANGUAGES,
});
const offerId = inPath('id', 'The offer, as the catalog names it.', schemaRef('OfferId'));
const linkId = inPath('id', 'The link, as `POST /v1/links` answered it.', schemaRef('LinkId'));
const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Identifies one attempt to pay: the same key returns the same link. Required where the payer gets a separate link. ' +
    'Generate it at random, with at least 122 random bits: a key that others can guess lets them read the link and its receipt.',
  schema: schemaRef('IdempotencyKey'),
};
const JSON_BODY = (name: 'CreateLinkRequest' | 'ResolveOfferRequest') =>
  ({ required: true, content: { 'application/json': { schema: schemaRef(name) } } }) as const;
export const etag = header('Changes with the answer; send it back as `If-None-Match`.');
const location = header('Where the link is read.');

const TOKEN_PROBLEMS = ['offer_token_invalid', 'offer_token_expired'] as const;
const AMOUNT_PROBLEMS = [
  'amount_required',
  'amount_not_accepted',
  'amount_below_min',
  'amount_above_max',
  'amount_off_step',
] as const;
export const ALWAYS = ['rate_limited', 'internal'] as const;
export const UPSTREAM = ['upstream_rejected', 'upstream_unavailable', 'misconfigured'] as const;
export const LINK_PROBLEMS: readonly ErrorCode[] = [
  'validation_failed',
  'idempotency_key_required',
  ...TOKEN_PROBLEMS,
  'origin_not_allowed',
  'offer_not_found',
  'offer_changed',
  'offer_unavailable',
  ...AMOUNT_PROBLEMS,
  'idempotency_key_reused',
  ...ALWAYS,
  ...UPSTREAM,
];

const READ_PROBLEMS = problems('validation_failed', 'origin_not_allowed', 'link_not_found', ...ALWAYS);
const QR_PROBLEMS = { ...READ_PROBLEMS, 422: plainProblem('The link’s address is too long for a QR code.') };

/** What a page with the button asks. */
const OFFERS: Operations = {
  '/v1/offers/{id}': {
    get: {
      operationId: 'readOffer',
      tags: ['Pages'],
      summary: 'What a visitor can pay for',
      description: 'Looking makes the one link of a shared offer; it never makes a payer’s link.',
      parameters: [offerId, lang],
      responses: {
        200: json('The offer, in the visitor’s language.', 'OfferView', { ETag: etag }),
        304: { description: 'As before.' },
        ...problems('validation_failed', 'origin_not_allowed', 'offer_not_found', ...ALWAYS, ...UPSTREAM),
      },
    },
  },
  '/v1/offers/resolve': {
    post: {
      operationId: 'resolveOffer',
      tags: ['Pages'],
      summary: 'What a signed offer holds',
      description: 'The token travels in the body, because addresses end up in logs.',
      parameters: [lang],
      requestBody: JSON_BODY('ResolveOfferRequest'),
      responses: {
        200: json('The offer, in the visitor’s language.', 'OfferView'),
        ...problems('validation_failed', ...TOKEN_PROBLEMS, 'origin_not_allowed', ...ALWAYS, ...UPSTREAM),
      },
    },
  },
};

const LINKS: Operations = {
  '/v1/links': {
    post: {
      operationId: 'createLink',
      tags: ['Pages'],
      summary: 'A link to pay with, made or found',
      description:
        'A new link for one payer has its title and description in the language of the request. Under load the response is `challenge_required` with a proof-of-work challenge (ALTCHA). Repeat the request with the same key and the solved payload as `solution`.',
      parameters: [idempotencyKey, lang],
      requestBody: JSON_BODY('CreateLinkRequest'),
      responses: {
        200: json('The link that exists.', 'LinkView', { Location: location }),
        201: json('A new link.', 'LinkView', { Location: location }),
        ...problems(...LINK_PROBLEMS, 'challenge_required'),
      },
    },
  },
  '/v1/links/{id}': {
    get: {
      operationId: 'readLink',
      tags: ['Pages'],
      summary: 'How a link stands',
      parameters: [linkId, lang],
      responses: {
        200: json('The link.', 'LinkView'),
        ...READ_PROBLEMS,
      },
    },
  },
  '/v1/links/{id}/events': {
    get: {
      operationId: 'watchLink',
      tags: ['Pages'],
      summary: 'The link now, and each time it changes',
      description:
        'Server-Sent Events: `event: link` with a link view as `data`; comments keep the connection alive. Only a link of one payer has a stream: the id of a shared link is public.',
      parameters: [linkId, lang],
      responses: {
        200: typed('The stream.', 'text/event-stream'),
        ...READ_PROBLEMS,
        404: plainProblem('`link_not_found`; without a code where the link is shared, and has no stream.'),
      },
    },
  },
  '/v1/links/{id}/qr': {
    get: {
      operationId: 'readQrCode',
      tags: ['Pages'],
      summary: 'The QR code of a link’s address, to draw',
      parameters: [linkId, lang],
      responses: { 200: json('The code: dark on light, with the light around it.', 'QrCodeView'), ...QR_PROBLEMS },
    },
  },
  ...Object.fromEntries(
    (
      [
        ['svg', 'image/svg+xml'],
        ['png', 'image/png'],
      ] as const
    ).map(([kind, type]) => [
      `/v1/links/{id}/qr.${kind}`,
      {
        get: {
          operationId: `saveQrCode${kind.toUpperCase()}`,
          tags: ['Pages'],
          summary: `The same as ${kind.toUpperCase()}, to save or to print`,
          description: 'At least 1024 pixels wide. An `<img>` of any page may show it.',
          parameters: [linkId, lang],
          responses: { 200: typed('The picture.', type), ...QR_PROBLEMS },
        },
      },
    ]),
  ),
};

export const WIRE_OPERATIONS: Operations = { ...OFFERS, ...LINKS };
