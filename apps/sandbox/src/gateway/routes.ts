import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type Document, sendDocument } from '../http.ts';
import { ACTIVATION_FEE } from '../ext/views.ts';
import { type Html, html } from '../html.ts';
import type { Activation } from '../model/kyc-records.ts';
import { decideReview } from '../model/reviews.ts';
import { CARD_OUTCOMES, type CardOutcome, TEST_CARDS, cardOutcome } from '../model/test-cards.ts';
import type { World } from '../model/world.ts';
import { choice, grouped } from '../pay/fields.ts';
import { PAY_STYLE } from '../pay/style.ts';
import { chooseLanguage, directionOf, displayAmount, type Language, STRINGS } from '../pay/strings/language.ts';
import { GATEWAY_STRINGS } from './strings.ts';

interface Address {
  Params: { id: string };
  Querystring: { lang?: unknown };
}

/** Creates the page behind an activation’s `form_url`, where the trader pays the fee with a test card. */
export function createGatewayRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);
    app.get<Address>('/:id', (request, reply) => show(world, request, reply, null));
    app.post<Address>('/:id', (request, reply) => {
      const { card } = (request.body ?? {}) as { card?: unknown };
      const outcome = outcomeOf(card);
      const activation = feeOf(world, request.params.id);
      if (activation !== undefined && outcome === 'approved') {
        decideReview(world, 'activations', activation.id, { decision: 'accept' });
      }
      return show(world, request, reply, outcome);
    });
  };
}

/** The activation, if its fee is paid online. */
function feeOf(world: World, id: string): Activation | undefined {
  const activation = world.activations.get(id);
  return activation?.payment_method === 'online' ? activation : undefined;
}

/** The outcome of a card, given by its number (from the page) or by the outcome’s name (from a script). */
function outcomeOf(card: unknown): CardOutcome | 'unknown' {
  const text = typeof card === 'string' ? card : '';
  return cardOutcome(text) ?? CARD_OUTCOMES.find((outcome) => outcome === text) ?? 'unknown';
}

type Attempt = CardOutcome | 'unknown' | null;

function show(world: World, request: FastifyRequest<Address>, reply: FastifyReply, attempt: Attempt): FastifyReply {
  const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
  const activation = feeOf(world, request.params.id);
  if (activation === undefined) return sendDocument(reply, 404, unknownPage(language));
  return sendDocument(reply, 200, feePage(activation, language, attempt));
}

function unknownPage(language: Language): Document {
  return page(language, html`<h1>${GATEWAY_STRINGS[language].unknown}</h1>`);
}

function feePage({ title, status }: Activation, language: Language, attempt: Attempt): Document {
  const strings = GATEWAY_STRINGS[language];
  const { heading, note } = {
    processing: { heading: strings.title, note: null },
    settled: { heading: strings.paid, note: strings.paidNote },
    refused: { heading: strings.refused, note: strings.refusedNote },
  }[status];
  return page(
    language,
    html`<h1>${heading}</h1>
      <p class="description" dir="auto">${strings.about(title)}</p>
      <p class="total"><bdi>${displayAmount(ACTIVATION_FEE, language)}</bdi></p>
      ${note === null ? cardForm(language, attempt) : html`<p class="note">${note}</p>`}`,
  );
}

function cardForm(language: Language, attempt: Attempt): Html {
  const { card: label, cardHint: hint, cards, refusals, problems } = STRINGS[language];
  const choices = CARD_OUTCOMES.map((outcome, at) =>
    choice(
      'radio',
      {
        ...(at === 0 ? { id: 'card' } : {}),
        name: 'card',
        value: TEST_CARDS[outcome],
        isTicked: outcome === 'approved',
      },
      html`<span>${cards[outcome]}</span><bdi dir="ltr">${TEST_CARDS[outcome]}</bdi>`,
    ),
  );
  const problem = {
    approved: null,
    unknown: problems.card_unknown,
    ...refusals,
  }[attempt ?? 'approved'];
  return html`<form method="post">
    ${grouped({ id: 'card', label, hint, problem }, html`${choices}`)}
    <button>${GATEWAY_STRINGS[language].pay}</button>
  </form>`;
}

function page(language: Language, content: Html): Document {
  return {
    language,
    direction: directionOf(language),
    title: GATEWAY_STRINGS[language].title,
    style: PAY_STYLE,
    body: html`<header class="band">${STRINGS[language].band}</header>
      <main>${content}</main>`,
  };
}
