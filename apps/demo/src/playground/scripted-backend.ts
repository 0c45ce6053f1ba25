import { PassThrough } from 'node:stream';

import type { LinkView, OfferView } from '@mytpe-pay/button';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { type Language, isLanguage } from '../shop/words.ts';
import { qrCodes } from './qr-codes.ts';
import { isSolved, newChallenge } from './challenges.ts';
import { type OfferSketch, type Refusal, SHARED_LINK, type Situation, situationOf } from './situations.ts';
import { SAID } from './words.ts';

/** Where a situation's backend is, below the demo's own address. */
export const scriptedBackendPath = (situation: string): string => `/playground/backend/${situation}`;

const MINUTE = 60_000;
const LINK: LinkView = { ...SHARED_LINK, id: 'lnk_of-this-payer-alone', scope: 'payer' };

type Params = { Params: { situation: string }; Querystring: { lang?: string } };

/** For every situation a backend that brings it about, at an address of its own. */
export function serveScriptedBackends(app: FastifyInstance): void {
  const at = (path: string): string => scriptedBackendPath(':situation') + path;
  // All it remembers: where a press has met terms that moved, the next reading shows the new ones.
  const moved = new Set<Situation>();

  app.get<Params>(at('/v1/offers/:offer'), async ({ params, query }, reply) => {
    const situation = situationOf(params.situation);
    const hasMoved = situation !== null && moved.delete(situation);
    return answer(reply, languageOf(query), hasMoved ? situation.later : situation?.offer, (sketch) =>
      offerView(sketch, languageOf(query)),
    );
  });

  app.post<Params>(at('/v1/links'), async ({ params, query, body }, reply) => {
    const situation = situationOf(params.situation);
    if (situation?.later) moved.add(situation);
    const { amount, solution } = (body ?? {}) as { amount?: string; solution?: string | null };
    // A page without Web Crypto sends `null`, and gets its link.
    if (situation?.challenged && (solution === undefined || (solution !== null && !(await isSolved(solution))))) {
      const refused = { status: 429, code: 'challenge_required', retryable: true, detail: SAID.busy };
      return answer(reply, languageOf(query), { ...refused, challenge: await newChallenge() }, () => ({}));
    }
    return answer(reply.code(201), languageOf(query), situation && (situation.pressed ?? {}), (change) =>
      linkView(change, amount),
    );
  });

  app.get<Params>(at('/v1/links/:id'), async ({ params }, reply) => {
    const situation = situationOf(params.situation);
    return situation ? linkView(situation.told ?? {}) : reply.code(404).send();
  });

  const { view, files } = qrCodes(LINK.url);
  app.get<Params>(at('/v1/links/:id/qr'), async ({ params, query }, reply) =>
    answer(reply, languageOf(query), situationOf(params.situation)?.code ?? {}, () => view),
  );
  for (const [kind, { type, body }] of Object.entries(files)) {
    const headers = { 'content-type': type, 'content-disposition': `attachment; filename="sample.${kind}"` };
    app.get(at(`/v1/links/:id/qr.${kind}`), async (_request, reply) => reply.headers(headers).send(body));
  }

  app.get<Params>(at('/v1/links/:id/events'), async ({ params }, reply) => {
    const stream = new PassThrough();
    stream.write(`event: link\ndata: ${JSON.stringify(linkView(situationOf(params.situation)?.told ?? {}))}\n\n`);
    return reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).send(stream);
  });
}

const languageOf = ({ lang }: { lang?: string }): Language => (isLanguage(lang) ? lang : 'fr');

async function answer(
  reply: FastifyReply,
  language: Language,
  given: Situation['offer'] | Partial<LinkView> | null | undefined,
  view: (given: object) => object,
): Promise<unknown> {
  void reply.header('cache-control', 'no-store');
  if (!given)
    return reply.code(404).send({ code: 'offer_not_found', retryable: false, detail: SAID.unknown[language] });
  if (given === 'never') return new Promise((resolve) => reply.raw.once('close', () => resolve(undefined)));
  if (given === 'broken') return reply.hijack().raw.destroy();
  if (isRefusal(given)) {
    const { status, code, retryable, detail, ...more } = given;
    const body = {
      type: `urn:mytpe-pay:problem:${code}`,
      title: code,
      status,
      code,
      retryable,
      detail: detail[language],
      ...more,
    };
    return reply.code(status).type('application/problem+json').send(JSON.stringify(body));
  }
  return view(given);
}

const isRefusal = (given: object): given is Refusal => 'code' in given && 'detail' in given;

function linkView(change: Partial<LinkView>, amount?: string): LinkView {
  return { ...LINK, ...(amount !== undefined && { amount }), ...change };
}

function offerView(sketch: OfferSketch, language: Language): OfferView {
  const { title = SAID.course, description = SAID.courseAbout, usage, amount, startsIn, endsIn, ...rest } = sketch;
  const at = (minutes: number | undefined): string | null =>
    minutes === undefined ? null : new Date(Date.now() + minutes * MINUTE).toISOString();
  return {
    id: 'sample',
    version: 'v1',
    title: title[language],
    description: description?.[language] ?? null,
    amount: amount ?? { mode: 'fixed', currency: 'DZD', value: '4500.00' },
    availability: 'available',
    scope: 'payer',
    collects_details: false,
    link: null,
    environment: 'sandbox',
    ...rest,
    usage: {
      mode: 'one_shot',
      target: null,
      collected: null,
      max_uses: null,
      remaining_uses: null,
      starts_at: at(startsIn),
      ends_at: at(endsIn),
      ...usage,
    },
  };
}
