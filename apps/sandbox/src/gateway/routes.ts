import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type Document, sendDocument } from '../document.ts';
import { ACTIVATION_FEE } from '../ext/views.ts';
import { type Html, html } from '../html.ts';
import type { Activation } from '../model/kyc-records.ts';
import { decideReview } from '../model/reviews.ts';
import { TEST_CARDS } from '../model/test-cards.ts';
import type { World } from '../model/world.ts';
import { choice, grouped } from '../pay/fields.ts';
import { type Language, chooseLanguage, directionOf, displayAmount } from '../pay/language.ts';
import { PAY_STYLE } from '../pay/style.ts';
import { WORDS } from '../pay/words/index.ts';
import { GATEWAY_WORDS } from './words.ts';

interface Address {
  Params: { id: string };
  Querystring: { lang?: unknown };
}

/** The page behind an activation's `form_url`: the trader pays the fee with a test card. */
export function createGatewayRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);
    app.get<Address>('/:id', (request, reply) => show(world, request, reply, false));
    app.post<Address>('/:id', (request, reply) => {
      const { card } = (request.body ?? {}) as { card?: unknown };
      const accepted = card === 'approved';
      if (accepted) decideReview(world, 'activations', request.params.id, { decision: 'accept' });
      return show(world, request, reply, !accepted);
    });
  };
}

function show(world: World, request: FastifyRequest<Address>, reply: FastifyReply, failed: boolean): FastifyReply {
  const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
  const activation = world.activations.get(request.params.id);
  const content = activation === undefined ? unknownPage(language) : feePage(activation, language, failed);
  return sendDocument(reply, activation === undefined ? 404 : 200, content);
}

function unknownPage(language: Language): Document {
  return page(language, html`<h1>${GATEWAY_WORDS[language].unknown}</h1>`);
}

function feePage(activation: Activation, language: Language, failed: boolean): Document {
  const words = GATEWAY_WORDS[language];
  const head = html`<h1>${activation.status === 'settled' ? words.paid : words.title}</h1>
    <p class="description" dir="auto">${words.about(activation.title)}</p>
    <p class="total"><bdi>${displayAmount(ACTIVATION_FEE, language)}</bdi></p>`;
  if (activation.status !== 'processing')
    return page(
      language,
      html`${head}
        <p class="note">${words.paidNote}</p>`,
    );
  const cards = (['approved', 'refused'] as const).map((card) =>
    choice(
      'radio',
      { name: 'card', value: card, isTicked: card === 'approved' },
      html`<span>${WORDS[language].cards[card]}</span><bdi dir="ltr">${TEST_CARDS[card]}</bdi>`,
    ),
  );
  const problem = failed ? words.failed : null;
  return page(
    language,
    html`${head}
      <form method="post">
        ${grouped({ id: 'card', label: WORDS[language].card, problem }, html`${cards}`)}
        <button>${words.pay}</button>
      </form>`,
  );
}

function page(language: Language, content: Html): Document {
  return {
    language,
    direction: directionOf(language),
    title: GATEWAY_WORDS[language].title,
    style: PAY_STYLE,
    body: html`<header class="band">${WORDS[language].band}</header>
      <main>${content}</main>`,
  };
}
