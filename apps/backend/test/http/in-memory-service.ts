import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import type { Availability, LinkView } from '@mytpe-pay/contract';
import { formatMoney } from '@mytpe-pay/contract/money';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';

import { parseCatalog } from '../../src/config/catalog.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { registerRoutes } from '../../src/http/routes/routes.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { planLink } from '../../src/domain/plan-link.ts';
import { createLogger } from '../../src/lib/log.ts';
import { Problem } from '../../src/lib/problem.ts';
import type { ScriptFile, ScriptLibrary } from '../../src/http/script-library.ts';
import type { LinkRequest } from '../../src/links/request-link.ts';
import type { LinkService } from '../../src/links/link-service.ts';
import { createSignedOffers } from '../../src/links/signed-offers.ts';
import { offerView } from '../../src/domain/views.ts';
import { parseSettings } from '../../src/config/parse-settings.ts';
import type { Settings } from '../../src/config/settings-schema.ts';
import { TROUBLESHOOTING } from '../harness.ts';

export const OFFERS = `
defaults: { currency: DZD }
offers:
  tshirt: { title: { fr: "T-shirt <b>été</b>", ar: قميص, en: T-shirt }, description: Coton, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  donation: { title: { fr: Don }, amount_mode: open, min_amount: 200, max_amount: 50000, amount_step: 50, suggested_amounts: [500, 1000], default_amount: 1000, usage_mode: reusable }
  invoice: { title: Facture, amount_mode: open, usage_mode: one_shot }
  hosted: { title: Libre, amount_mode: open, entry: hosted, min_amount: 100, usage_mode: one_shot }
  pay-us: { title: Payez-nous, amount_mode: fixed, amount: 1000, usage_mode: reusable }
  mine: { title: L'atelier, amount_mode: fixed, amount: 1000, usage_mode: reusable, allowed_origins: ["https://mine.example"] }
`;

/** The link service in memory, for tests of the HTTP layer. It uses the real link policy, but does not call MyTPE. */
export interface InMemoryService extends LinkService {
  readonly orders: LinkRequest[];
  readonly links: Map<string, LinkView>;
  /** The error that every later call throws; `null` for none. */
  failing: unknown;
  availability: Availability;
  /** Stores the change and notifies the watchers. */
  change(id: string, change: Partial<LinkView>): void;
  watching(): number;
}

/** Creates the service with the catalog {@link OFFERS}. */
export function createInMemoryService(): InMemoryService {
  const catalog = parseCatalog(OFFERS, 'offers.yaml');
  const links = new Map<string, LinkView>();
  const byKey = new Map<string, LinkView>();
  const linkEvents = new Map<(view: LinkView) => void, string>();
  const orders: LinkRequest[] = [];

  const check = <T>(value: T): T => {
    if (self.failing !== null) throw self.failing as Error;
    return value;
  };
  const offerOf: LinkService['offer'] = (id) => {
    const offer = catalog.get(id);
    if (!offer) throw new Problem('offer_not_found');
    return offer;
  };
  const viewOf: LinkService['offerView'] = async (id, language) => {
    const facts = { shared: null, instanceRefuses: false, environment: 'sandbox', now: 0 } as const;
    return { ...offerView(offerOf(id), language, facts), availability: self.availability };
  };

  const self: InMemoryService = {
    orders,
    links,
    failing: null,
    availability: 'available',
    offer: offerOf,
    offers: () => [...catalog.values()],
    offerView: async (id, language) => check(viewOf(id, language)),
    cachedLink: () => undefined,
    cachedOfferResponse: () => undefined,
    offerResponse: async (id, language) => {
      const body = JSON.stringify(await check(viewOf(id, language)));
      return { body, etag: `"${id}-${language}"` };
    },
    signedOffer: createSignedOffers({
      keys: [],
      audience: 'http://127.0.0.1:0',
      acceptsLegacyAudience: false,
      clock: systemClock,
      refusal: () => null,
    }),
    signedOfferView: async (offer, language) => check(viewOf(offer.id, language)),
    receiptKeys: async () => ({ keys: [] }),
    async createLink(order) {
      orders.push(order);
      check(null);
      const { offer } = order;
      if (order.version !== null && order.version !== offer.version) throw new Problem('offer_changed');
      const { scope, terms } = planLink(offer, order.amount);
      if (scope === 'payer' && order.idempotencyKey === null) throw new Problem('idempotency_key_required');
      const key = `${offer.id} ${scope === 'payer' ? order.idempotencyKey : ''}`;
      const known = byKey.get(key);
      if (known) return { view: links.get(known.id)!, created: false };
      const view = linkOf(offer.id, scope, terms.amount === null ? null : formatMoney(terms.amount));
      links.set(view.id, view);
      byKey.set(key, view);
      return { view, created: true };
    },
    async linkView(id) {
      const view = check(links.get(id));
      if (!view) throw new Problem('link_not_found');
      return view;
    },
    async linkForPages(id) {
      const view = await self.linkView(id);
      return { view, allowedOrigins: catalog.get(view.offer)?.allowedOrigins ?? null };
    },
    watch(id, _address, onChange) {
      const own = (view: LinkView): void => onChange(view);
      linkEvents.set(own, id);
      return () => void linkEvents.delete(own);
    },
    readiness: async () => ({ ready: self.failing === null, reasons: self.failing === null ? [] : ['no instance'] }),
    change(id, change) {
      const view = { ...links.get(id)!, ...change };
      links.set(id, view);
      for (const [notify, watched] of linkEvents) if (watched === id) notify(view);
    },
    watching: () => linkEvents.size,
  };
  return self;
}

/** Returns the view of a new, payable link. @param amount in dinars. */
export function linkOf(offer: string, scope: LinkView['scope'], amount: string | null): LinkView {
  const id = `lnk_${randomBytes(18).toString('base64url')}`;
  const slug = randomBytes(4).toString('hex');
  return {
    id,
    offer,
    scope,
    url: `https://pay.mytpe.example/${slug}?a=1&b=%20`,
    amount,
    currency: 'DZD',
    status: 'active',
    payable: true,
    paid: false,
    receipt: null,
    reference: null,
    created_at: '2026-11-21T08:00:00.000Z',
    expires_at: null,
  };
}

function scriptLibrary(): ScriptLibrary {
  const file = (name: string): ScriptFile => {
    const body = Buffer.from(`export default '${name}';`.repeat(20));
    return { version: '0.1.0', name, body, integrity: `sha384-${name}` };
  };
  const [entry, development] = [file('mytpe-pay-button.js'), file('mytpe-pay-button.dev.js')];
  const files = [entry, development];
  return {
    version: '0.1.0',
    entry,
    development,
    troubleshooting: TROUBLESHOOTING,
    file: (version, name) => files.find((one) => one.version === version && one.name === name),
    all: () => files,
  };
}

export interface RunningApp {
  readonly app: FastifyInstance;
  readonly service: InMemoryService;
  readonly settings: Settings;
  readonly log: readonly string[];
  /** The server's address; empty without `listen`. */
  readonly url: string;
}

export interface RunningAppOptions {
  readonly env?: Record<string, string>;
  readonly scripts?: ScriptLibrary;
  readonly listen?: boolean;
}

/** Starts the HTTP layer on an in-memory service. Closes it when the test ends. */
export async function startApp({ env = {}, scripts, listen = false }: RunningAppOptions = {}): Promise<RunningApp> {
  const settings = parseSettings({
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: 'http://127.0.0.1:1/api/ext',
    MYTPE_API_KEY: 'mtk_planted_key',
    MYTPE_API_SECRET: 'mts_planted_secret',
    LOG_LEVEL: 'trace',
    ...env,
  });
  const log: string[] = [];
  const secrets = [settings.MYTPE_API_SECRET, settings.MYTPE_API_KEY, settings.ADMIN_TOKEN ?? ''];
  const logger = createLogger(settings.LOG_LEVEL, secrets, { write: (line: string) => void log.push(line) });
  const service = createInMemoryService();
  const app = createHttpServer(settings, logger);
  await registerRoutes(app, { service, settings, scripts: scripts ?? scriptLibrary() });
  onTestFinished(() => app.close());
  if (listen) await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address() as AddressInfo | null;
  return { app, service, settings, log, url: address ? `http://127.0.0.1:${address.port}` : '' };
}

export const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
export const LIVE = { MYTPE_ENVIRONMENT: 'live', PUBLIC_URL: 'https://pay.shop.example' };
