import { createHash } from 'node:crypto';

import { ERROR_CODES, ERRORS } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { LIVE, type RunningApp, startApp } from './in-memory-service.ts';

/** Sends requests as a browser without JavaScript does. */
function visitor({ url }: RunningApp, language = 'fr') {
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { accept: 'text/html', 'accept-language': language, ...(init.headers as Record<string, string>) };
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
    const html = await response.text();
    return { status: response.status, headers: response.headers, html, location: response.headers.get('location') };
  };
  const press = async (path: string, fields: Record<string, string> | [string, string][], headers = {}) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    });
  return { ask, press };
}
const valueOf = (html: string, name: string): string =>
  new RegExp(`name="${name}"[^>]*?value="([^"]*)"`, 's').exec(html)![1]!;
const textOf = (html: string): string => html.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, ' ');

async function start(env: Record<string, string> = {}, language?: string) {
  const running = await startApp({ env, listen: true });
  return { ...running, ...visitor(running, language) };
}

describe('an offer without a choice', () => {
  it.each(['pay-us', 'donation'])('%s redirects to its shared link', async (offer) => {
    const { ask, service } = await start();
    const response = await ask(`/pay/${offer}`);
    expect(response.status).toBe(303);
    expect(response.location).toBe([...service.links.values()][0]!.url);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(service.orders).toMatchObject([{ amount: null, idempotencyKey: null, version: null, origin: null }]);
  });

  it('redirects to http and https URLs only', async () => {
    const { ask, service } = await start();
    service.createLink = async () => ({ view: { url: 'javascript:alert(1)' } as never, created: true });
    const response = await ask('/pay/pay-us');
    expect([response.status, response.location]).toEqual([500, null]);
  });
});

describe('the pay page', () => {
  it.each([LIVE, {}])('is shown without creating a link for an offer with a payer link (%j)', async (env) => {
    const { ask, service } = await start(env);
    for (const path of [
      '/pay/tshirt',
      '/pay/invoice',
      '/pay/hosted',
      '/pay/donation?amount=',
      '/pay/donation?amount=500',
    ])
      expect((await ask(path)).status).toBe(200);
    expect(service.orders).toEqual([]);
  });

  it('shows the price, and the merchant’s texts escaped', async () => {
    const { ask } = await start();
    const { html, headers } = await ask('/pay/tshirt');
    expect(html).toContain('T-shirt &lt;b&gt;été&lt;/b&gt;');
    expect(textOf(html)).toMatch(/Coton\s+4[\s\u202f]500\u00a0DA\s+Payer/);
    expect(html).not.toContain('name="amount"');
    const style = createHash('sha256')
      .update(/<style>(.*?)<\/style>/s.exec(html)![1]!)
      .digest('base64');
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'; style-src 'sha256-${style}';`);
    expect(headers.get('content-security-policy')).not.toMatch(/form-action|unsafe/);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is in the visitor’s language, with amounts isolated from the text direction', async () => {
    const { ask } = await start({}, 'ar-DZ');
    const { html, headers } = await ask('/pay/donation?amount=1500.00');
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(headers.get('content-language')).toBe('ar');
    expect(html).toContain('\u2068200\u00a0د.ج\u2069');
    expect(valueOf(html, 'amount')).toBe('1.500');
    expect(html).toMatch(/href="\?lang=fr&amp;amount=1\.500"|href="\?lang=fr&amount=1\.500"/);
  });

  it.each([
    ['', '1\u202f000'],
    ['1500.50', '1\u202f500,50'],
    ['1%20500', '1\u202f500'],
    ['%3Cscript%3E', '1\u202f000'],
  ])('shows ?amount=%s in its field as %s', async (amount, shown) => {
    const { ask } = await start();
    expect(valueOf((await ask(`/pay/donation?amount=${amount}`)).html, 'amount')).toBe(shown);
  });

  it('has a new key with at least 122 random bits for every request', async () => {
    const { ask } = await start();
    const keys = await Promise.all([1, 2].map(async () => valueOf((await ask('/pay/tshirt')).html, 'key')));
    expect(new Set(keys).size).toBe(2);
    // 24 characters of base64url are 144 bits.
    for (const key of keys) expect(key).toMatch(/^[\w-]{24}\.[\w-]+$/);
  });

  it('shows TEST in the sandbox only', async () => {
    expect(textOf((await (await start()).ask('/pay/tshirt')).html)).toContain('TEST');
    expect(textOf((await (await start(LIVE)).ask('/pay/tshirt')).html)).not.toContain('TEST');
  });
});

describe('a submitted form', () => {
  it('redirects to a link of exactly the typed amount, with the URL unchanged', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
    const response = await press('/pay/donation?lang=fr', { key, amount: '1 500,00' });
    const [link] = service.links.values();
    expect([response.status, response.location, link!.amount]).toEqual([303, link!.url, '1500.00']);
    expect(service.orders[0]).toMatchObject({ amount: 150_000, version: service.offer('donation').version });
  });

  it('creates one link when sent twice, and another link for another amount', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
    const locations = [];
    for (const amount of ['500', '500,00', '550'])
      locations.push((await press('/pay/donation', { key, amount })).location);
    expect([new Set(locations).size, service.links.size]).toEqual([2, 2]);
    expect(locations[0]).toBe(locations[1]);
  });

  it.each([
    ['', 'amount_required', 'Indiquez le montant'],
    ['beaucoup', 'amount_required', 'Écrivez un montant'],
    ['-500', 'amount_required', 'Écrivez un montant'],
    ['100', 'amount_below_min', 'minimum'],
    ['100000', 'amount_above_max', 'maximum'],
    ['525', 'amount_off_step', 'multiple'],
    ['"><script>', 'amount_required', 'Écrivez un montant'],
  ] as const)(
    'with amount "%s" is refused with a message next to the field, which keeps the input',
    async (amount, code, sentence) => {
      const { ask, press, service } = await start();
      const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
      const response = await press('/pay/donation', { key, amount });
      expect(response.status).toBe(ERRORS[code].status);
      expect(response.html).toMatch(new RegExp(`id="reason" role="alert">${sentence}|role="alert">[^<]*${sentence}`));
      expect(response.html).toContain('aria-invalid="true"');
      expect(response.html).not.toContain('<script>');
      expect([valueOf(response.html, 'key'), valueOf(response.html, 'amount').length > 0]).toEqual([
        key,
        amount !== '',
      ]);
      expect(service.links.size).toBe(0);
    },
  );

  it.each(ERROR_CODES.filter((code) => ERRORS[code].retryable))(
    'that failed with %s can be submitted again with the same key',
    async (code) => {
      const { ask, press, service } = await start();
      const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
      service.failing = new Problem(code, { retryAfter: 7 });
      const failed = await press('/pay/donation', { key, amount: '500' });
      expect([failed.status, failed.headers.get('retry-after')]).toEqual([ERRORS[code].status, '7']);
      expect([valueOf(failed.html, 'key'), valueOf(failed.html, 'amount')]).toEqual([key, '500']);
      service.failing = null;
      expect((await press('/pay/donation', { key, amount: '500' })).status).toBe(303);
    },
  );

  it('with an old price creates no link: the page shows the new price and has a new key', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/tshirt')).html, 'key').replace(/\..*$/, '.older');
    const response = await press('/pay/tshirt', { key });
    expect([response.status, service.links.size]).toEqual([409, 0]);
    expect(textOf(response.html)).toContain('ont changé');
    const renewed = valueOf(response.html, 'key');
    expect((await press('/pay/tshirt', { key: renewed })).status).toBe(303);
  });

  it('whose link has ended gets a new key', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/tshirt')).html, 'key');
    await press('/pay/tshirt', { key });
    const [link] = service.links.values();
    service.change(link!.id, { status: 'archived', payable: false });
    const response = await press('/pay/tshirt', { key });
    expect(textOf(response.html)).toContain('trop longtemps');
    expect((await press('/pay/tshirt', { key: valueOf(response.html, 'key') })).status).toBe(303);
    service.change(link!.id, { status: 'exhausted', paid: true });
    expect((await press('/pay/tshirt', { key })).location).toBe(link!.url);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 303],
    [{ 'sec-fetch-site': undefined, origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': undefined, origin: 'null' }, 403],
    [{ 'sec-fetch-site': undefined, origin: 'https://pay.shop.example' }, 303],
    [{ 'sec-fetch-site': undefined }, 303],
  ])('with the headers %j gets %i', async (headers, status) => {
    const { app, service } = await startApp({ env: LIVE });
    const { body } = await app.inject('/pay/tshirt');
    const payload = new URLSearchParams({ key: valueOf(body, 'key') }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = Object.fromEntries(Object.entries({ ...type, ...headers }).filter(([, value]) => value !== undefined));
    const response = await app.inject({
      method: 'POST',
      url: '/pay/tshirt',
      headers: sent as Record<string, string>,
      payload,
    });
    expect([response.statusCode, service.orders.length]).toEqual([status, status === 303 ? 1 : 0]);
    if (status === 403) expect(response.body).toContain('class="action"');
  });

  it.each([
    ['an unknown field', [['price', '1']]],
    [
      'a duplicate field',
      [
        ['amount', '500'],
        ['amount', '600'],
      ],
    ],
    [
      'a malformed key',
      [
        ['key', 'short'],
        ['amount', '500'],
      ],
    ],
    ['no key', [['amount', '500']]],
    ['an offer token', [['offer_token', 'a.b.c']]],
    ['a long amount', [['amount', '5'.repeat(65)]]],
    ['a `__proto__` field', [['__proto__', 'x']]],
    ['an amount for a fixed offer', [['amount', '1']], '/pay/tshirt'],
    ['a body that is too large', [['amount', '5'.repeat(17_000)]]],
  ] as [string, [string, string][], string?][])(
    'with %s creates no link',
    async (name, fields, path = '/pay/donation') => {
      const { ask, press, service } = await start();
      const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
      const complete = ['no key', 'an offer token', 'a malformed key'].includes(name)
        ? fields
        : [['key', key] as [string, string], ...fields];
      const response = await press(path, complete);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(service.links.size).toBe(0);
    },
  );
});

describe('an error page', () => {
  it.each(['not_started', 'paused', 'exhausted', 'expired', 'archived', 'unavailable'] as const)(
    '%s',
    async (availability) => {
      const { ask, service } = await start();
      service.availability = availability;
      const response = await ask('/pay/tshirt');
      expect([response.status, response.html.includes('<button')]).toEqual([409, false]);
      expect(response.html).toContain('<title>Paiement impossible</title>');
    },
  );

  it.each(ERROR_CODES)('for %s has a retry link only if a retry can succeed', async (code) => {
    const { ask, service } = await start();
    service.failing = new Problem(code, { amount: 100, operator: 'for the operator only' });
    const response = await ask('/pay/pay-us?lang=en');
    expect(response.status).toBe(ERRORS[code].status);
    expect(response.html).not.toContain('for the operator only');
    const formRefused = ['origin_not_allowed', 'validation_failed', 'idempotency_key_required'].includes(code);
    expect(response.html.includes('Try again')).toBe(ERRORS[code].retryable || formRefused);
  });

  it('is sent for an unknown offer, for too many requests and for another content type', async () => {
    const { ask } = await start({ MAX_READS_PER_MINUTE: '2' });
    const post = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const responses = [await ask('/pay/nothing'), await ask('/pay/tshirt', post), await ask('/pay/tshirt')];
    expect(responses.map(({ status }) => status)).toEqual([404, 400, 429]);
    for (const { headers, html } of responses) {
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(html).toContain('lang="fr"');
    }
    expect(responses[2]!.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});
