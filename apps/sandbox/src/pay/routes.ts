import { randomUUID } from 'node:crypto';

import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { sendDocument } from '../document.ts';
import { type PayOutcome, payLink } from '../model/pay-link.ts';
import { whyNotPayable } from '../model/payability.ts';
import type { Link } from '../model/records.ts';
import { cardOutcome } from '../model/test-cards.ts';
import { findLinkBySlug, type World } from '../model/world.ts';
import { type Filled, createFormPage } from './form-page.ts';
import { type Visit, addressOf } from './frame.ts';
import { chooseLanguage } from './language.ts';
import { createNotPayablePage, createResultPage } from './outcome-pages.ts';
import { parseTypedAmount } from './typed-amount.ts';
import type { FieldProblem } from './words/words.ts';

interface Address {
  Params: { slug: string };
  Querystring: { lang?: unknown; payment?: unknown };
}

const MAX_FIELD = 300;

/** The hosted page: server-rendered, no script. A payment ends in a redirect to its own result, safe to reload. */
export function createPayRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);

    app.get<Address>('/:slug', (request, reply) => {
      const link = findLinkBySlug(world, request.params.slug);
      const visit = visitOf(request);
      if (link === undefined) return sendDocument(reply, 404, createNotPayablePage(null, visit, 'unknown'));
      const payment = world.payments.find(({ id, link_id }) => id === request.query.payment && link_id === link.id);
      if (payment !== undefined) {
        const result = createResultPage(link, { ...visit, search: `payment=${payment.id}` }, payment);
        return sendDocument(reply, 200, result);
      }
      const reason = whyNotPayable(world, link);
      if (reason !== null) return sendDocument(reply, 200, createNotPayablePage(link, visit, reason));
      return sendDocument(reply, 200, createFormPage(link, visit, emptyForm()));
    });

    app.post<Address>('/:slug', (request, reply) => {
      const link = findLinkBySlug(world, request.params.slug);
      const visit = visitOf(request);
      if (link === undefined) return sendDocument(reply, 404, createNotPayablePage(null, visit, 'unknown'));
      return answerSubmission(world, link, visit, reply, request.body);
    });
  };
}

function answerSubmission(world: World, link: Link, visit: Visit, reply: FastifyReply, body: unknown): FastifyReply {
  const field = (name: string): string => textField(body, name);
  const card = cardOutcome(field('card'));
  const filled = {
    attempt: field('attempt') || randomUUID(),
    amount: field('amount'),
    payer: field('payer'),
    card: card ?? 'approved',
  } as const;
  const askAgain = (problem: FieldProblem): FastifyReply =>
    sendDocument(reply, 422, createFormPage(link, visit, { ...filled, problem }));

  const amount = link.amount_mode === 'open' ? parseTypedAmount(filled.amount) : null;
  const unreadable = link.amount_mode === 'open' && filled.amount.trim() !== '' && amount === null;
  if (unreadable) return askAgain('amount_unreadable');
  if (card === null) return askAgain('card_unknown');
  const outcome: PayOutcome = payLink(world, link, { ...filled, amount, card });
  switch (outcome.kind) {
    case 'settled':
      return reply.redirect(addressOf(visit.slug, visit.language, `payment=${outcome.payment.id}`), 303);
    case 'not_payable':
      return sendDocument(reply, 409, createNotPayablePage(link, visit, outcome.reason));
    case 'invalid':
      return askAgain(outcome.problem);
  }
}

function emptyForm(): Filled {
  return { attempt: randomUUID(), amount: '', payer: '', card: 'approved', problem: null };
}

function visitOf(request: FastifyRequest<Address>): Visit {
  const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
  return { slug: request.params.slug, language, search: '' };
}

/** A form field as text; anything missing, repeated or endless is empty. */
function textField(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' && value.length <= MAX_FIELD ? value : '';
}
