import type { ErrorCode } from '@mytpe-pay/contract';

import { header, inPath, inQuery, type Operations, plainProblem, problems, text, typed } from './operation.ts';
import { schemaRef } from './schemas.ts';
import { ALWAYS, etag, lang, LINK_PROBLEMS, UPSTREAM } from './wire-operations.ts';

const payOffer = inPath('offer', 'The offer, as the catalog names it.', schemaRef('OfferId'));
const onward = {
  description: 'On to the page where the payer pays.',
  headers: { Location: header('MyTPE’s address, unaltered.') },
};
const sorry = (codes: readonly ErrorCode[]) =>
  Object.fromEntries(
    Object.entries(problems(...codes)).map(([status, { description }]) => [status, typed(description, 'text/html')]),
  );
const form = {
  type: 'object',
  additionalProperties: false,
  properties: { key: { ...text, description: 'From the page.' }, amount: text, offer_token: text },
};

const WITHOUT_SCRIPTS: Operations = {
  '/pay/{offer}': {
    get: {
      operationId: 'payPage',
      tags: ['Without JavaScript'],
      summary: 'A page with the amount and one button',
      parameters: [payOffer, inQuery('amount', 'What the amount field holds at first.'), lang],
      responses: {
        200: typed('The page.', 'text/html'),
        303: onward,
        ...sorry(['validation_failed', 'offer_not_found', 'offer_unavailable', ...ALWAYS, ...UPSTREAM]),
      },
    },
    post: {
      operationId: 'pay',
      tags: ['Without JavaScript'],
      summary: 'The press of that button',
      description: 'Forms of other sites are refused, except those that carry a signed offer from an allowed origin.',
      parameters: [payOffer, lang],
      requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } },
      responses: {
        200: typed('A signed offer whose amount is to be typed.', 'text/html'),
        303: onward,
        ...sorry(LINK_PROBLEMS),
      },
    },
  },
};

const script = typed('The script.', 'text/javascript', text, { ETag: etag });
const current = (operationId: string, summary: string) => ({
  get: {
    operationId,
    tags: ['Scripts'],
    summary,
    responses: { 200: script, 304: { description: 'As before.' }, ...problems('rate_limited') },
  },
});
const SCRIPTS: Operations = {
  '/mytpe-pay-button.js': current('currentScript', 'The newest drop-in script'),
  '/mytpe-pay-button.dev.js': current('developmentScript', 'The same with developer warnings in the console'),
  '/v{version}/{file}': {
    get: {
      operationId: 'pinnedScript',
      tags: ['Scripts'],
      summary: 'A script of one version, permanently the same',
      parameters: [
        inPath('version', 'Every version that this installation ever served.', {
          type: 'string',
          pattern: '^\\d+\\.[\\w.-]+$',
        }),
        inPath('file', 'As `/integrity.json` names it.', text),
      ],
      responses: {
        200: script,
        304: { description: 'As before.' },
        404: plainProblem('No such script.'),
        ...problems('rate_limited'),
      },
    },
  },
  '/integrity.json': {
    get: {
      operationId: 'integrity',
      tags: ['Scripts'],
      summary: 'The subresource integrity of every script',
      responses: {
        200: typed('`files` by their address.', 'application/json', {
          type: 'object',
          required: ['version', 'files'],
          properties: { version: text, files: { type: 'object', additionalProperties: text } },
        }),
        ...problems('rate_limited'),
      },
    },
  },
};

export const PAGE_OPERATIONS: Operations = { ...WITHOUT_SCRIPTS, ...SCRIPTS };
