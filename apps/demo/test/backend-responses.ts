import type { Page, Route } from 'playwright-core';

/** The backends that the examples and the documents name. */
const BACKENDS = /^(?:http:\/\/127\.0\.0\.1:8020|https:\/\/pay\.shop\.example)\//;

const LINK = {
  id: 'lnk_aaaaaaaaaaaaaaaaaaaaaa',
  offer: 'donation',
  scope: 'payer',
  url: 'https://pay.mytpe.example/x',
  amount: '1500.00',
  currency: 'DZD',
  status: 'exhausted',
  payable: false,
  paid: true,
  receipt: null,
  reference: null,
  created_at: '2026-11-21T08:00:00.000Z',
  expires_at: null,
};

const OPEN = {
  mode: 'open',
  entry: 'button',
  currency: 'DZD',
  min: '200.00',
  max: null,
  step: '50.00',
  suggested: [],
  default: null,
};

const OFFER = {
  id: 'donation',
  version: 'v1',
  title: 'A roof before winter',
  description: null,
  amount: OPEN,
  usage: { mode: 'reusable', target: null, collected: null, max_uses: null, remaining_uses: null },
  availability: 'available',
  scope: 'payer',
  collects_details: false,
  link: null,
  environment: 'sandbox',
};

/** The price of a cart. */
export const FIXED = { mode: 'fixed', currency: 'DZD', value: '4500.00' } as const;

/** Responds to a page's requests as a backend does, with a link that was paid. Default: an open amount. */
export function respondAsBackend(page: Page, amount: object = OPEN): Promise<unknown> {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  return page.route(BACKENDS, (route: Route) => {
    if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
    const isLink = route.request().url().includes('/v1/links');
    return route.fulfill({ headers, json: isLink ? LINK : { ...OFFER, amount } });
  });
}
