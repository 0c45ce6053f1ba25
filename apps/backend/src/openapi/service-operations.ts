import { type Operations, plainProblem, problems, text, typed } from './operation.ts';
import { lang } from './wire-operations.ts';

const readiness = (description: string) =>
  typed(description, 'application/json', {
    type: 'object',
    required: ['status'],
    properties: { status: text, reasons: { type: 'array', items: text, description: 'For the operator only.' } },
  });

/** What watches over this service asks; open to all. */
export const SERVICE_OPERATIONS: Operations = {
  '/': {
    get: {
      operationId: 'merchantPage',
      tags: ['Operation'],
      summary: 'Every offer with a live button, and what to paste',
      description: 'In live only for the operator, whose browser asks for the token as a password.',
      parameters: [lang],
      security: [{}, { operator: [] }, { browser: [] }],
      responses: {
        200: typed('The page.', 'text/html'),
        401: plainProblem('The operator’s token is missing or wrong.'),
        404: plainProblem('In live, without `ADMIN_TOKEN`.'),
        ...problems('validation_failed', 'rate_limited'),
      },
    },
  },
  '/live': {
    get: {
      operationId: 'live',
      tags: ['Operation'],
      summary: 'Whether it is up',
      responses: { 200: readiness('It is.') },
    },
  },
  '/ready': {
    get: {
      operationId: 'ready',
      tags: ['Operation'],
      summary: 'Whether it can take payments',
      security: [{}, { operator: [] }],
      responses: { 200: readiness('It can.'), 503: readiness('It cannot.'), ...problems('rate_limited') },
    },
  },
  '/.well-known/jwks.json': {
    get: {
      operationId: 'receiptKeys',
      tags: ['Operation'],
      summary: 'The public keys of receipts',
      responses: {
        200: typed('A JWK Set (RFC 7517).', 'application/jwk-set+json', {
          type: 'object',
          required: ['keys'],
          properties: { keys: { type: 'array', items: { type: 'object' } } },
        }),
        ...problems('rate_limited'),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      tags: ['Operation'],
      summary: 'This document',
      responses: { 200: typed('OpenAPI 3.1.', 'application/json', { type: 'object' }), ...problems('rate_limited') },
    },
  },
  '/docs': {
    get: {
      operationId: 'docs',
      tags: ['Operation'],
      summary: 'This document, to be read',
      responses: { 200: typed('The page.', 'text/html'), ...problems('rate_limited') },
    },
  },
  '/docs/troubleshooting': {
    get: {
      operationId: 'troubleshooting',
      tags: ['Operation'],
      summary: 'A section for each problem that the button reports in the console',
      responses: { 200: typed('The page.', 'text/html'), ...problems('rate_limited') },
    },
  },
};

const received = (description: string, answer: boolean) =>
  typed(description, 'application/json', {
    type: 'object',
    required: ['received'],
    properties: { received: { const: answer } },
  });

/** What MyTPE sends. */
export const WEBHOOK_OPERATIONS: Operations = {
  '/webhooks/mytpe': {
    post: {
      operationId: 'receiveWebhook',
      tags: ['Operation'],
      summary: 'MyTPE’s deliveries',
      description:
        'Signature and timestamp headers are checked before the body is read. The signature is verified over the raw bytes; the delivery is stored before the response, and the link is then read from MyTPE.',
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        200: received('Kept, now or before.', true),
        403: received('Not signed by MyTPE.', false),
        ...problems('validation_failed', 'rate_limited', 'internal'),
      },
    },
  },
};
