import type { LinkView, OfferAmount, OfferView } from '@mytpe-pay/button';

import { TEXTS, type Translated } from './strings.ts';

/** An action of the payer that leads to the scenario. */
export type Act = 'press' | 'share' | { readonly type: string };

/** A refusal by the backend. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  readonly detail: Translated;
  /** With `challenge_required`: a challenge of `altcha-lib`. */
  readonly challenge?: object;
}

/** A state of the element, with the backend that causes it. `'never'`: no response; `'broken'`: a cut connection. */
export interface Scenario {
  readonly name: string;
  readonly offer: OfferSketch | Refusal | 'never' | 'broken';
  /** The response to `POST /v1/links`. Default: a payer link. */
  readonly pressed?: Partial<LinkView> | Refusal | 'never';
  /** The backend asks for a proof of work before it creates the link. */
  readonly challenged?: true;
  /** Changes of the link that its event stream sends immediately. */
  readonly streamed?: Partial<LinkView>;
  /** The refusal of the QR code. Default: the backend returns the code. */
  readonly code?: Refusal;
  /** The offer after the first request for a link. */
  readonly later?: OfferSketch;
  readonly acts?: readonly Act[];
  /** The attributes of the element. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The browser blocks new tabs. */
  readonly blocksTabs?: boolean;
}

/** The fields of an offer that differ from the defaults. */
export interface OfferSketch extends Partial<Omit<OfferView, 'title' | 'description' | 'usage' | 'amount'>> {
  readonly title?: Translated;
  readonly description?: Translated | null;
  readonly usage?: Partial<OfferView['usage']>;
  readonly amount?: OfferAmount;
  /** Minutes from now. */
  readonly startsIn?: number;
  readonly endsIn?: number;
}

const OPEN: OfferAmount = {
  mode: 'open',
  entry: 'button',
  currency: 'DZD',
  min: '200.00',
  max: '50000.00',
  step: '50.00',
  suggested: ['500.00', '1000.00', '2000.00'],
  default: '1000.00',
};
const DONATION = { title: TEXTS.donation, description: TEXTS.donationAbout, amount: OPEN } satisfies OfferSketch;
const SHARED_LINK: LinkView = {
  id: 'lnk_of-everybody-who-pays-this',
  offer: 'sample',
  scope: 'shared',
  url: 'https://pay.mytpe.appp/cours-x9f2',
  amount: '4500.00',
  currency: 'DZD',
  status: 'active',
  payable: true,
  paid: false,
  receipt: null,
  reference: null,
  created_at: '2026-11-21T08:00:00.000Z',
  expires_at: null,
};
const SHARED = { scope: 'shared', link: SHARED_LINK } satisfies OfferSketch;
const refusal = (status: number, code: string, retryable: boolean, detail: Translated): Refusal => ({
  status,
  code,
  retryable,
  detail,
});
const closed = (availability: OfferView['availability']): OfferSketch => ({ ...SHARED, availability, link: null });

/** All scenarios by their name in addresses. */
export const SCENARIOS = {
  loading: { name: 'Loading', offer: 'never' },
  fixed: { name: 'Fixed price', offer: {} },
  live: { name: 'Real money: no TEST badge', offer: { environment: 'live' } },
  open: { name: 'Open amount with suggestions', offer: DONATION },
  'open-plain': {
    name: 'Open amount without suggestions',
    offer: { ...DONATION, amount: { ...OPEN, suggested: [], default: null } },
  },
  below: { name: 'Amount below the minimum', offer: DONATION, acts: [{ type: '100' }, 'press'] },
  'off-step': { name: 'Amount off the step', offer: DONATION, acts: [{ type: '1 010' }, 'press'] },
  'no-number': { name: 'Not an amount', offer: DONATION, acts: [{ type: 'abc' }, 'press'] },
  hosted: {
    name: 'Amount typed on MyTPE’s page',
    offer: {
      ...DONATION,
      ...SHARED,
      amount: { ...OPEN, entry: 'hosted', suggested: [], default: null },
      link: { ...SHARED_LINK, amount: null },
    },
  },
  shared: { name: 'Shared link: Pay is a link', offer: SHARED },
  limited: {
    name: 'Remaining uses',
    offer: { ...SHARED, usage: { mode: 'limited', max_uses: 20, remaining_uses: 3 } },
  },
  goal: {
    name: 'Progress to a goal',
    offer: {
      ...SHARED,
      title: TEXTS.kiln,
      amount: { ...OPEN, entry: 'hosted', min: null, max: null, suggested: [], default: null },
      link: { ...SHARED_LINK, amount: null },
      usage: { mode: 'capped_amount', target: '180000.00', collected: '117000.00' },
    },
  },
  'opens-soon': {
    name: 'Opens later',
    offer: { ...closed('not_started'), usage: { mode: 'time_window' }, startsIn: 95 },
  },
  'closes-soon': { name: 'Closes soon', offer: { ...SHARED, usage: { mode: 'time_window' }, endsIn: 42 } },
  named: { name: 'For named payers', offer: { ...SHARED, usage: { mode: 'whitelist' } } },
  details: { name: 'Details will be asked', offer: { ...SHARED, collects_details: true } },
  terms: {
    name: 'Terms to accept',
    offer: {},
    attributes: { 'terms-url': 'https://shop.example/terms', 'terms-required': '' },
  },
  creating: { name: 'Creating the link', offer: {}, pressed: 'never', acts: ['press'] },
  opened: { name: 'Finish in the other tab', offer: {}, acts: ['press'] },
  'opened-shared': {
    name: 'Sent to a shared link',
    offer: { scope: 'shared' },
    pressed: { scope: 'shared' },
    acts: ['press'],
  },
  blocked: { name: 'The browser blocked the tab', offer: {}, acts: ['press'], blocksTabs: true },
  sharing: { name: 'Ways of sharing', offer: SHARED, acts: ['share'], attributes: { share: 'copy qr whatsapp email' } },
  'sharing-without-code': {
    name: 'Sharing without a QR code',
    offer: SHARED,
    code: refusal(429, 'rate_limited', true, TEXTS.busy),
    acts: ['share'],
    attributes: { share: 'copy qr whatsapp email' },
  },
  paid: {
    name: 'Paid, with a receipt',
    offer: {},
    acts: ['press'],
    streamed: {
      status: 'exhausted',
      payable: false,
      paid: true,
      receipt: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJsbmtfc2FtcGxlIn0.c2lnbmF0dXJl',
      reference: 'order-1042',
    },
    attributes: { reference: 'order-1042' },
  },
  'price-changed': {
    name: 'The price changed',
    offer: {},
    pressed: refusal(409, 'offer_changed', false, TEXTS.changed),
    later: { version: 'v2', amount: { mode: 'fixed', currency: 'DZD', value: '4900.00' } },
    acts: ['press'],
  },
  'not-answering': {
    name: 'MyTPE does not respond',
    offer: {},
    pressed: refusal(503, 'upstream_unavailable', true, TEXTS.unavailable),
    acts: ['press'],
  },
  busy: {
    name: 'Too many requests',
    offer: {},
    pressed: refusal(429, 'rate_limited', true, TEXTS.busy),
    acts: ['press'],
  },
  'under-load': { name: 'Backend under load: proof of work first', offer: {}, challenged: true, acts: ['press'] },
  paused: { name: 'Paused', offer: closed('paused') },
  exhausted: { name: 'Sold out', offer: closed('exhausted') },
  expired: { name: 'Over', offer: closed('expired') },
  archived: { name: 'Withdrawn', offer: closed('archived') },
  unavailable: { name: 'Not available', offer: closed('unavailable') },
  unknown: { name: 'Unknown offer', offer: refusal(404, 'offer_not_found', false, TEXTS.unknown) },
  unreachable: { name: 'Backend cannot be reached', offer: 'broken' },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

export function scenarioOf(name: string): Scenario | null {
  return Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name as ScenarioName] : null;
}

export { DONATION, SHARED_LINK };
