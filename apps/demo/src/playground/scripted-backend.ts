import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';

import { generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';
import { type Challenge, type Payload, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { LinkView, OfferView } from '@mytpe-pay/button';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { type Language, isLanguage } from '../shop/strings.ts';
import { type OfferSketch, type Refusal, SHARED_LINK, type Scenario, scenarioOf } from './scenarios.ts';
import { TEXTS } from './strings.ts';

/** The path of a scenario's backend on the demo. */
export const scriptedBackendPath = (scenario: string): string => `/playground/backend/${scenario}`;

const MINUTE = 60_000;
const LINK: LinkView = { ...SHARED_LINK, id: 'lnk_of-this-payer-alone', scope: 'payer' };

type Params = { Params: { scenario: string }; Querystring: { lang?: string } };

/** Serves a separate backend for each scenario. */
export function serveScriptedBackends(app: FastifyInstance): void {
  const at = (path: string): string => scriptedBackendPath(':scenario') + path;
  // The backend's only state: after a request with outdated terms, the next read returns the new terms.
  const moved = new Set<Scenario>();

  app.get<Params>(at('/v1/offers/:offer'), async ({ params, query }, reply) => {
    const scenario = scenarioOf(params.scenario);
    const hasMoved = scenario !== null && moved.delete(scenario);
    return respond(reply, languageOf(query), hasMoved ? scenario.later : scenario?.offer, (sketch) =>
      offerView(sketch, languageOf(query)),
    );
  });

  app.post<Params>(at('/v1/links'), async ({ params, query, body }, reply) => {
    const scenario = scenarioOf(params.scenario);
    if (scenario?.later) moved.add(scenario);
    const { amount, solution } = (body ?? {}) as { amount?: string; solution?: string | null };
    // A page without Web Crypto sends `null`, and gets a link.
    if (scenario?.challenged && (solution === undefined || (solution !== null && !(await isSolved(solution))))) {
      const refused = { status: 429, code: 'challenge_required', retryable: true, detail: TEXTS.busy };
      return respond(reply, languageOf(query), { ...refused, challenge: await newChallenge() }, () => ({}));
    }
    return respond(reply.code(201), languageOf(query), scenario && (scenario.pressed ?? {}), (change) =>
      linkView(change, amount),
    );
  });

  app.get<Params>(at('/v1/links/:id'), async ({ params }, reply) => {
    const scenario = scenarioOf(params.scenario);
    return scenario ? linkView(scenario.streamed ?? {}) : reply.code(404).send();
  });

  const { view, files } = qrCodes(LINK.url);
  app.get<Params>(at('/v1/links/:id/qr'), async ({ params, query }, reply) =>
    respond(reply, languageOf(query), scenarioOf(params.scenario)?.code ?? {}, () => view),
  );
  for (const [kind, { type, body }] of Object.entries(files)) {
    const headers = { 'content-type': type, 'content-disposition': `attachment; filename="sample.${kind}"` };
    app.get(at(`/v1/links/:id/qr.${kind}`), async (_request, reply) => reply.headers(headers).send(body));
  }

  app.get<Params>(at('/v1/links/:id/events'), async ({ params }, reply) => {
    const stream = new PassThrough();
    stream.write(`event: link\ndata: ${JSON.stringify(linkView(scenarioOf(params.scenario)?.streamed ?? {}))}\n\n`);
    return reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).send(stream);
  });
}

const languageOf = ({ lang }: { lang?: string }): Language => (isLanguage(lang) ? lang : 'fr');

async function respond(
  reply: FastifyReply,
  language: Language,
  given: Scenario['offer'] | Partial<LinkView> | null | undefined,
  view: (given: object) => object,
): Promise<unknown> {
  void reply.header('cache-control', 'no-store');
  if (!given)
    return reply.code(404).send({ code: 'offer_not_found', retryable: false, detail: TEXTS.unknown[language] });
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
  const { title = TEXTS.course, description = TEXTS.courseAbout, usage, amount, startsIn, endsIn, ...rest } = sketch;
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

const SECRETS = { hmacSignatureSecret: randomUUID(), hmacKeySignatureSecret: randomUUID() };
const VALID_FOR_S = 60;

/** Creates a challenge that a page solves in less than a second. */
function newChallenge(): Promise<Challenge> {
  const expiresAt = Math.floor(Date.now() / 1000) + VALID_FOR_S;
  return createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: 1000, counter: 300, expiresAt, deriveKey, ...SECRETS });
}

/** @returns `true` if the `solution` of a request solves a challenge of this process. */
async function isSolved(solution: string): Promise<boolean> {
  const { challenge, solution: found } = JSON.parse(atob(solution)) as Payload;
  return (await verifySolution({ challenge, solution: found, deriveKey, ...SECRETS })).verified;
}

/** The QR code of the scenarios' link in the backend's formats: as a drawing and as files. */
function qrCodes(address: string) {
  const code = generate(address);
  const side = code.size + 8;
  return {
    view: { view_box: `-4 -4 ${side} ${side}`, path: toSvgPath(code) },
    files: {
      svg: { type: 'image/svg+xml', body: toSvgSource(code, { off: '#fff', scale: 24 }) },
      png: { type: 'image/png', body: toPngBuffer(code, { off: [255, 255, 255], scale: 24 }) },
    },
  };
}
