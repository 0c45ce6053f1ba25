import type { LinkView } from '@mytpe-pay/button';

import { type Language, isLanguage } from '../languages.ts';
import { partsOfLinkId, sampleLinkId, sampleOf } from '../sample-offers.ts';
import { type Scenario, scenarioOf } from '../scenarios.ts';
import { TEXTS } from '../strings.ts';
import { isSolved, newChallenge } from './challenge.ts';
import { createPayments } from './payments.ts';
import { qrFile, qrView } from './qr-codes.ts';
import { eventStream, respond } from './responses.ts';
import { LINK, offerView } from './views.ts';

export interface ScriptedBackendOptions {
  /** Returns the address of a link. Default: the link's own address, which leads nowhere. */
  readonly linkAddress?: (link: LinkView, request: Request) => string;
}

/** The backend of a scenario has a path of its own. The backend of the sample offers is at the origin. */
const ROUTE =
  /^(?:\/playground\/backend\/(?<name>[\w-]+))?\/v1\/(?<kind>offers|links)(?:\/(?<id>[\w.-]+))?(?:\/(?<detail>events|qr|qr\.svg|qr\.png|payment))?$/;

/** One request, with what its path names. */
interface Call {
  readonly request: Request;
  readonly language: Language;
  readonly scenario: Scenario | null;
}

/** The fields of `POST /v1/links` that the scripts read. */
interface LinkRequest {
  readonly offer?: string;
  readonly amount?: string;
  readonly solution?: string | null;
}

/**
 * Creates a backend that serves every scenario and the sample offers. It needs only what browsers have, so that it also runs
 * in a service worker.
 */
export function createScriptedBackend({ linkAddress = ({ url }) => url }: ScriptedBackendOptions = {}): (
  request: Request,
) => Promise<Response> {
  // After a request with outdated terms, the next read returns the new terms.
  const moved = new Set<Scenario>();
  const payments = createPayments();
  const addressed = (link: LinkView, { request }: Call): LinkView => ({ ...link, url: linkAddress(link, request) });

  function readOffer(call: Call, id: string): Promise<Response> {
    const { scenario, language } = call;
    const hasMoved = scenario !== null && moved.delete(scenario);
    return respond(call.request, language, hasMoved ? scenario.later : scenario?.offer, (sketch) => {
      const offer = offerView(id, sketch, language);
      return offer.link ? { ...offer, link: addressed(offer.link, call) } : offer;
    });
  }

  async function createLink(call: Call, link: LinkView, { solution }: LinkRequest): Promise<Response> {
    const { request, scenario, language } = call;
    if (scenario?.later) moved.add(scenario);
    // A page without Web Crypto sends `null`, and gets a link.
    if (scenario?.challenged && (solution === undefined || (solution !== null && !(await isSolved(solution))))) {
      const refused = { status: 429, code: 'challenge_required', retryable: true, detail: TEXTS.busy };
      return respond(request, language, { ...refused, challenge: await newChallenge() }, (none) => none);
    }
    const view = (change: Partial<LinkView>): LinkView => addressed({ ...link, ...change }, call);
    return respond(request, language, scenario && (scenario.pressed ?? {}), view, 201);
  }

  async function readLink(call: Call, own: LinkView, detail: string | undefined): Promise<Response> {
    const { request, scenario, language } = call;
    const link = addressed({ ...own, ...scenario?.streamed }, call);
    if (scenario && detail === 'events') return eventStream((send) => payments.watch(link, send));
    if (scenario && (detail === 'qr.svg' || detail === 'qr.png'))
      return qrFile(link.url, detail === 'qr.svg' ? 'svg' : 'png');
    if (detail === 'qr') return respond(request, language, scenario && (scenario.code ?? {}), () => qrView(link.url));
    return respond(request, language, scenario && {}, () => payments.stateOf(link));
  }

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const { name, kind, id, detail } = ROUTE.exec(pathname)?.groups ?? {};
    const lang = searchParams.get('lang');
    const callOf = (offer: string): Call => ({
      request,
      language: isLanguage(lang) ? lang : 'fr',
      scenario: name === undefined ? sampleOf(offer) : scenarioOf(name),
    });
    if (kind === 'offers' && id !== undefined) return readOffer(callOf(id), id);
    if (kind === 'links' && id === undefined && request.method === 'POST') {
      const body = (await request.json()) as LinkRequest;
      return createLink(callOf(body.offer ?? ''), newLink(name !== undefined, body), body);
    }
    if (kind !== 'links' || id === undefined) return new Response(null, { status: 404 });
    const { offer, amount } = partsOfLinkId(id);
    const link = name === undefined ? { ...LINK, id, offer, amount } : LINK;
    if (detail === 'payment' && request.method === 'POST') payments.pay(link);
    return readLink(callOf(offer), link, detail);
  };
}

/** The link of a request. A scenario has one link, and a sample offer a new one for each request. */
function newLink(isScenario: boolean, { offer = '', amount }: LinkRequest): LinkView {
  if (isScenario) return { ...LINK, ...(amount !== undefined && { amount }) };
  const charged = amount ?? fixedPrice(offer);
  const id = sampleLinkId(offer, charged, crypto.randomUUID().slice(0, 8));
  return { ...LINK, id, offer, amount: charged };
}

function fixedPrice(offer: string): string | null {
  const sketch = sampleOf(offer)?.offer;
  const amount = typeof sketch === 'object' && 'amount' in sketch ? sketch.amount : undefined;
  return amount?.mode === 'fixed' ? amount.value : null;
}
