import { createHash } from 'node:crypto';

import { ERROR_CODES, ERRORS } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { LIVE, type RunningApp, startApp } from './stand-in.ts';

/** What a browser without JavaScript does. */
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

describe('where nothing is to be chosen', () => {
  it.each(['pay-us', 'donation'])('%s leads straight to its shared link', async (offer) => {
    const { ask, service } = await start();
    const answer = await ask(`/pay/${offer}`);
    expect(answer.status).toBe(303);
    expect(answer.location).toBe([...service.links.values()][0]!.url);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(service.orders).toMatchObject([{ amount: null, idempotencyKey: null, version: null, origin: null }]);
  });

  it('leads nowhere but to http and https', async () => {
    const { ask, service } = await start();
    service.createLink = async () => ({ view: { url: 'javascript:alert(1)' } as never, created: true });
    const answer = await ask('/pay/pay-us');
    expect([answer.status, answer.location]).toEqual([500, null]);
  });
});

describe('a page with one button', () => {
  it.each([LIVE, {}])('is all that a GET makes of a payer’s offer (%j)', async (env) => {
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

  it('shows what is paid, and what the merchant wrote as text', async () => {
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

  it('is in the visitor’s language, with amounts that do not turn round', async () => {
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
  ])('has ?amount=%s in its field as %s', async (amount, shown) => {
    const { ask } = await start();
    expect(valueOf((await ask(`/pay/donation?amount=${amount}`)).html, 'amount')).toBe(shown);
  });

  it('has a new key of at least 122 random bits each time', async () => {
    const { ask } = await start();
    const keys = await Promise.all([1, 2].map(async () => valueOf((await ask('/pay/tshirt')).html, 'key')));
    expect(new Set(keys).size).toBe(2);
    // 24 characters of base64url are 144 bits.
    for (const key of keys) expect(key).toMatch(/^[\w-]{24}\.[\w-]+$/);
  });

  it('says TEST in the sandbox only', async () => {
    expect(textOf((await (await start()).ask('/pay/tshirt')).html)).toContain('TEST');
    expect(textOf((await (await start(LIVE)).ask('/pay/tshirt')).html)).not.toContain('TEST');
  });
});

describe('a press', () => {
  it('leads to a link of exactly the amount that was typed, byte for byte as it was returned', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
    const answer = await press('/pay/donation?lang=fr', { key, amount: '1 500,00' });
    const [link] = service.links.values();
    expect([answer.status, answer.location, link!.amount]).toEqual([303, link!.url, '1500.00']);
    expect(service.orders[0]).toMatchObject({ amount: 150_000, version: service.offer('donation').version });
  });

  it('twice is one link; with another amount it is another', async () => {
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
  ] as const)('of "%s" is refused beside the field, which keeps it', async (amount, code, sentence) => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
    const answer = await press('/pay/donation', { key, amount });
    expect(answer.status).toBe(ERRORS[code].status);
    expect(answer.html).toMatch(new RegExp(`id="reason" role="alert">${sentence}|role="alert">[^<]*${sentence}`));
    expect(answer.html).toContain('aria-invalid="true"');
    expect(answer.html).not.toContain('<script>');
    expect([valueOf(answer.html, 'key'), valueOf(answer.html, 'amount').length > 0]).toEqual([key, amount !== '']);
    expect(service.links.size).toBe(0);
  });

  it.each(ERROR_CODES.filter((code) => ERRORS[code].retryable))(
    'that met %s can be made again with the same key',
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

  it('on a page that shows another price is not charged: the page says so, with the new price and a new key', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/tshirt')).html, 'key').replace(/\..*$/, '.older');
    const answer = await press('/pay/tshirt', { key });
    expect([answer.status, service.links.size]).toEqual([409, 0]);
    expect(textOf(answer.html)).toContain('ont changé');
    const renewed = valueOf(answer.html, 'key');
    expect((await press('/pay/tshirt', { key: renewed })).status).toBe(303);
  });

  it('on a page whose link is over gets a new key instead of a dead end', async () => {
    const { ask, press, service } = await start();
    const key = valueOf((await ask('/pay/tshirt')).html, 'key');
    await press('/pay/tshirt', { key });
    const [link] = service.links.values();
    service.change(link!.id, { status: 'archived', payable: false });
    const answer = await press('/pay/tshirt', { key });
    expect(textOf(answer.html)).toContain('trop longtemps');
    expect((await press('/pay/tshirt', { key: valueOf(answer.html, 'key') })).status).toBe(303);
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
  ])('from %j gets %i', async (headers, status) => {
    const { app, service } = await startApp({ env: LIVE });
    const { body } = await app.inject('/pay/tshirt');
    const payload = new URLSearchParams({ key: valueOf(body, 'key') }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = Object.fromEntries(Object.entries({ ...type, ...headers }).filter(([, value]) => value !== undefined));
    const answer = await app.inject({
      method: 'POST',
      url: '/pay/tshirt',
      headers: sent as Record<string, string>,
      payload,
    });
    expect([answer.statusCode, service.orders.length]).toEqual([status, status === 303 ? 1 : 0]);
    if (status === 403) expect(answer.body).toContain('class="action"');
  });

  it.each([
    ['an unknown field', [['price', '1']]],
    [
      'a field twice',
      [
        ['amount', '500'],
        ['amount', '600'],
      ],
    ],
    [
      'a key of another make',
      [
        ['key', 'short'],
        ['amount', '500'],
      ],
    ],
    ['no key', [['amount', '500']]],
    ['a token', [['offer_token', 'a.b.c']]],
    ['a long amount', [['amount', '5'.repeat(65)]]],
    ['a prototype', [['__proto__', 'x']]],
    ['an amount of its own', [['amount', '1']], '/pay/tshirt'],
    ['too much', [['amount', '5'.repeat(17_000)]]],
  ] as [string, [string, string][], string?][])(
    'with %s makes nothing',
    async (name, fields, path = '/pay/donation') => {
      const { ask, press, service } = await start();
      const key = valueOf((await ask('/pay/donation?amount=')).html, 'key');
      const complete = ['no key', 'a token', 'a key of another make'].includes(name)
        ? fields
        : [['key', key] as [string, string], ...fields];
      const answer = await press(path, complete);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(service.links.size).toBe(0);
    },
  );
});

describe('a page that says why not', () => {
  it.each(['not_started', 'paused', 'exhausted', 'expired', 'archived', 'unavailable'] as const)(
    '%s',
    async (availability) => {
      const { ask, service } = await start();
      service.availability = availability;
      const answer = await ask('/pay/tshirt');
      expect([answer.status, answer.html.includes('<button')]).toEqual([409, false]);
      expect(answer.html).toContain('<title>Paiement impossible</title>');
    },
  );

  it.each(ERROR_CODES)('%s, and offers another try exactly where that may help', async (code) => {
    const { ask, service } = await start();
    service.failing = new Problem(code, { amount: 100, operator: 'for the operator only' });
    const answer = await ask('/pay/pay-us?lang=en');
    expect(answer.status).toBe(ERRORS[code].status);
    expect(answer.html).not.toContain('for the operator only');
    const formRefused = ['origin_not_allowed', 'validation_failed', 'idempotency_key_required'].includes(code);
    expect(answer.html.includes('Try again')).toBe(ERRORS[code].retryable || formRefused);
  });

  it('is there for an unknown offer, too many requests and another kind of body', async () => {
    const { ask } = await start({ MAX_READS_PER_MINUTE: '2' });
    const post = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const answers = [await ask('/pay/nothing'), await ask('/pay/tshirt', post), await ask('/pay/tshirt')];
    expect(answers.map(({ status }) => status)).toEqual([404, 400, 429]);
    for (const { headers, html } of answers) {
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(html).toContain('lang="fr"');
    }
    expect(answers[2]!.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});
