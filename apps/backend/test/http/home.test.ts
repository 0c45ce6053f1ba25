import { describe, expect, it } from 'vitest';

import { ADMIN_TOKEN, LIVE, startApp } from './in-memory-service.ts';

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` };
const basic = (password: string, name = 'merchant') => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const live = { ...LIVE, ADMIN_TOKEN };

/** Returns the text of a `pre` element as a browser shows it. */
function snippet(body: string, id: string): string {
  const text = new RegExp(`<pre id="${id}"[^>]*>(.*?)</pre>`, 's').exec(body)![1]!;
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name]!);
}

describe('the merchant’s page', () => {
  it('shows every offer with its button and a link to the pay page', async () => {
    const { app } = await startApp();
    const { body, headers } = await app.inject('/');
    for (const offer of ['tshirt', 'donation', 'pay-us'])
      expect(body).toMatch(new RegExp(`<mytpe-pay-button offer="${offer}".*href="pay/${offer}"`, 's'));
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[\w+/=]+'; connect-src 'self'$/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect([headers['cache-control'], headers['x-frame-options']]).toEqual(['no-store', 'DENY']);
  });

  it('refuses an invalid Host header, and shows none of it', async () => {
    const { app } = await startApp();
    for (const host of ['evil"><script>', "a'-alert(1)-'", '[::1', 'a b', 'a:99999', 'user@evil.example']) {
      const { statusCode, body } = await app.inject({ url: '/?lang=en', headers: { host } });
      expect([host, statusCode]).toEqual([host, 400]);
      expect(body).not.toContain(host);
    }
    const named = await app.inject({ url: '/', headers: { host: '[::1]:8020' } });
    expect([named.statusCode, named.body]).toEqual([200, expect.stringContaining('http://[::1]:8020/')]);
  });

  it('shows snippets for this backend and each offer, with titles escaped', async () => {
    const { app } = await startApp({ env: { PUBLIC_URL: 'https://shop.example/pay-here' } });
    const { body } = await app.inject('/?lang=fr');
    expect(snippet(body, 'lines-mine')).toContain(">L'atelier</a>");
    const [script, element] = snippet(body, 'lines-tshirt').split('\n');
    expect(script).toBe('<script type="module" src="https://shop.example/pay-here/mytpe-pay-button.js"></script>');
    expect(element).toBe(
      '<mytpe-pay-button offer="tshirt"><a href="https://shop.example/pay-here/pay/tshirt">T-shirt &lt;b&gt;été&lt;/b&gt;</a></mytpe-pay-button>',
    );
    expect(snippet(body, 'pinned-tshirt')).toBe(
      `<script type="module" src="https://shop.example/pay-here/v0.1.0/mytpe-pay-button.js"
  integrity="sha384-mytpe-pay-button.js" crossorigin></script>\n${element}`,
    );
    expect(snippet(body, 'application-tshirt')).toContain("configure({ endpoint: 'https://shop.example/pay-here' });");
    // A policy lists origins: a path would not cover the next version.
    expect(snippet(body, 'policy')).toBe(
      'Content-Security-Policy: script-src https://shop.example; connect-src https://shop.example',
    );
  });

  it.each([
    ['fr', 'ltr', 'Vos boutons de paiement'],
    ['ar', 'rtl', 'أزرار الدفع الخاصة بك'],
    ['en', 'ltr', 'Your payment buttons'],
  ])('is translated to %s', async (language, direction, title) => {
    const { app } = await startApp();
    const { body } = await app.inject({ url: '/', headers: { 'accept-language': language } });
    expect(body).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(body).toContain(`<h1>${title}</h1>`);
  });

  it('warns a merchant whose ALLOWED_ORIGINS is empty', async () => {
    const closed = await startApp({ env: { ...live, ALLOWED_ORIGINS: '' } });
    const open = await startApp({ env: { ...live, ALLOWED_ORIGINS: 'https://shop.example' } });
    const of = async ({ app }: typeof closed) => (await app.inject({ url: '/?lang=en', headers: bearer })).body;
    expect(await of(closed)).toContain('No site may show these buttons yet');
    expect(await of(open)).toMatch(/Sites that may show the button:\s*<code dir="ltr">https:\/\/shop\.example<\/code>/);
    // One offer has its own list.
    expect(await of(open)).toContain('https://mine.example');
  });

  it('links to the administration only with an ADMIN_TOKEN', async () => {
    const [without, having] = [await startApp(), await startApp({ env: { ADMIN_TOKEN } })];
    expect((await without.app.inject('/')).body).not.toContain('admin/v1');
    expect((await having.app.inject('/')).body).toContain('href="admin/v1/payments?format=csv"');
  });
});

it('uses the script with developer warnings in the sandbox only', async () => {
  const [sandbox, inLive] = [await startApp(), await startApp({ env: live })];
  expect((await sandbox.app.inject('/')).body).toContain('<script type="module" src="mytpe-pay-button.dev.js">');
  const { body } = await inLive.app.inject({ url: '/', headers: bearer });
  expect(body).toContain('<script type="module" src="mytpe-pay-button.js">');
  expect(body).not.toContain('mytpe-pay-button.dev.js');
});

describe('the merchant’s page in live', () => {
  it('opens with the token, as a bearer token or a browser’s password', async () => {
    const { app } = await startApp({ env: live });
    for (const headers of [bearer, basic(ADMIN_TOKEN), basic(ADMIN_TOKEN, ''), basic(ADMIN_TOKEN, 'سارة')]) {
      const { statusCode, body } = await app.inject({ url: '/', headers });
      expect([statusCode, body.includes('https://pay.shop.example/v0.1.0/')]).toEqual([200, true]);
    }
  });

  it('makes a browser prompt for the token and explains what to enter', async () => {
    const { app, log } = await startApp({ env: live });
    const refused = [
      {},
      basic(`${ADMIN_TOKEN}x`),
      basic(''),
      { authorization: `Basic ${Buffer.from(ADMIN_TOKEN).toString('base64')}` },
      { authorization: `Basic ${ADMIN_TOKEN}` },
      { authorization: 'Basic ====' },
    ];
    for (const headers of refused) {
      const { statusCode, headers: responded, body } = await app.inject({ url: '/', headers });
      expect([statusCode, responded['www-authenticate']]).toEqual([401, 'Basic realm="MyTPE Pay", charset="UTF-8"']);
      expect(body).not.toContain('mytpe-pay-button');
    }
    const person = await app.inject({ url: '/?lang=en', headers: { accept: 'text/html' } });
    expect([person.statusCode, person.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(person.body).toContain('ADMIN_TOKEN');
    expect(log.join('')).not.toContain(ADMIN_TOKEN);
  });

  it('returns 404 without ADMIN_TOKEN', async () => {
    const { app } = await startApp({ env: LIVE });
    for (const headers of [{}, bearer, basic('undefined')])
      expect((await app.inject({ url: '/', headers })).statusCode).toBe(404);
  });

  it('limits guesses at the token', async () => {
    const { app } = await startApp({ env: { ...live, MAX_READS_PER_MINUTE: '2' } });
    const statuses = [];
    for (let time = 0; time < 3; time++)
      statuses.push((await app.inject({ url: '/', headers: basic('guess') })).statusCode);
    expect(statuses).toEqual([401, 401, 429]);
  });
});
