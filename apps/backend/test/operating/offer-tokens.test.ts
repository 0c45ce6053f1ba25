import { describe, expect, it } from 'vitest';

import { type AuditEntry, AuditPage, SignedOfferToken } from '../../src/admin/admin-views.ts';
import { type System, startSystem } from '../harness.ts';
import { CART, NEW_KEY, OFFER_TOKEN_KEYS, OLD_KEY, press, resolve } from '../signing.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };
const env = { ADMIN_TOKEN, OFFER_TOKEN_KEYS };

interface Signed {
  readonly token: string;
  readonly jti: string;
  readonly kid: string;
  readonly expires_at: string;
  readonly markup: string;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

async function sign({ url }: System, body: unknown, headers: Record<string, string> = operator, query = '') {
  const response = await fetch(`${url}/admin/v1/offer-tokens${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Signed };
}

async function log({ get }: System): Promise<readonly AuditEntry[]> {
  const { body } = await get<{ items: AuditEntry[] }>('/admin/v1/audit', operator);
  AuditPage.parse({ items: body.items, next: null });
  return body.items.toReversed();
}

describe('an offer that the operator signed', () => {
  it('can be shown by a page and paid by a payer until it expires', async () => {
    const system = await startSystem(env);
    const exp = Math.floor(Date.now() / 1000) + 600;
    const { status, headers, body } = await sign(system, { ...CART, jti: 'order-7', exp });
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    SignedOfferToken.parse(body);
    expect(body).toMatchObject({ jti: 'order-7', kid: OLD_KEY.kid, expires_at: new Date(exp * 1000).toISOString() });
    const shown = await resolve(system, body.token);
    expect([shown.status, shown.body.title, shown.body.amount]).toMatchObject([
      200,
      'Commande 7',
      { value: '4500.00' },
    ]);
    const link = await press(system, body.token, 'key-1');
    expect([link.status, link.body.amount]).toEqual([201, '4500.00']);
  });

  it('needs no jti or expiry, and keeps amounts exactly as written', async () => {
    const system = await startSystem(env);
    const sent = `{"title":"Reste","amount_mode":"fixed","amount":1234.10,"usage_mode":"one_shot"}`;
    const [one, other] = [await sign(system, sent), await sign(system, sent)];
    expect(one.body.jti).not.toBe(other.body.jti);
    const hour = Date.parse(one.body.expires_at) - Date.now();
    expect([hour > 3_500_000, hour <= 3_600_000]).toEqual([true, true]);
    expect((await resolve(system, one.body.token)).body.amount).toMatchObject({ value: '1234.10' });
  });

  it('includes markup to paste, with a form that works without JavaScript', async () => {
    const system = await startSystem({ ...env, PUBLIC_URL: 'https://pay.shop.example/here' });
    const { body } = await sign(system, { ...CART, jti: 'order-7' }, operator, '?lang=ar');
    expect(body.markup).toContain('<script type="module" src="https://pay.shop.example/here/mytpe-pay-button.js">');
    expect(body.markup).toContain(`<mytpe-pay-button offer-token="${body.token}">`);
    expect(body.markup).toContain('<button>ادفع</button>');
    const [, action] = /<form method="post" action="https:\/\/pay\.shop\.example\/here([^"]+)"/.exec(body.markup)!;
    const [, token] = /name="offer_token" value="([^"]+)"/.exec(body.markup)!;
    const pressed = await fetch(system.url + action!, {
      method: 'POST',
      body: new URLSearchParams({ offer_token: token! }),
      redirect: 'manual',
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([
      303,
      expect.stringContaining(system.sandbox.payBaseUrl),
    ]);
  });

  it('has audit log entries before and after the signature; no log contains its token', async () => {
    const system = await startSystem(env);
    const { body } = await sign(system, { ...CART, jti: 'order-7' });
    await sign(system, { ...CART, amount: 'much' });
    const entries = await log(system);
    expect(entries.map(({ action, outcome }) => `${action}: ${outcome}`)).toEqual([
      'sign_offer: asked',
      `sign_offer: signed order-7 with the key ${OLD_KEY.kid}`,
      'sign_offer: asked',
      'sign_offer: refused',
    ]);
    const written = JSON.stringify(entries) + system.logs.join('');
    for (const secret of [body.token, body.token.split('.')[2]!, OLD_KEY.secret]) expect(written).not.toContain(secret);
  });
});

describe('the backend signs nothing', () => {
  const soon = Math.floor(Date.now() / 1000) + 600;
  it.each<[string, unknown, string]>([
    ['an invalid amount', { ...CART, amount: '-1' }, 'amount'],
    ['an unknown field', { ...CART, planted: 1 }, 'planted'],
    ['allowed payers, which a token would expose', { ...CART, allowed_payers: ['amel@example.dz'] }, 'allowed_payers'],
    ['contradictory fields', { ...CART, min_amount: '5.00' }, 'min_amount'],
    ['an expiry in the past', { ...CART, exp: 1_700_000_000 }, 'exp'],
    ['an expiry too far in the future', { ...CART, exp: soon + 8 * 24 * 3600 }, 'exp'],
    ['an expiry that is not a time', { ...CART, exp: 'tomorrow' }, 'exp'],
    ['a jti with a space', { ...CART, jti: 'order 7' }, 'jti'],
    ['a jti that is not a string', { ...CART, jti: 7 }, 'jti'],
    ['an empty object', {}, 'title'],
    ['an array', '[]', ''],
    ['a duplicate field', '{"jti":"a","jti":"b"}', 'jti'],
    ['a body that is not JSON', 'title=x', ''],
    ['a very deeply nested title', `{"title":${'['.repeat(8000)}${']'.repeat(8000)}}`, ''],
    ['a `__proto__` field', '{"__proto__":{"title":"x"}}', 'title'],
    ['too much metadata for a token', { ...CART, metadata: { a: 'é'.repeat(5000) } }, 'metadata.a'],
  ])('for %s, and names the invalid field', async (_name, body, path) => {
    const system = await startSystem(env);
    const response = await sign(system, body);
    expect([response.status, response.body.code]).toEqual([400, 'validation_failed']);
    expect(response.body.errors.map((error) => error.path)).toContain(path);
    expect((await log(system)).filter(({ outcome }) => outcome.startsWith('signed'))).toEqual([]);
  });

  it('without a secret key: public keys can only verify', async () => {
    const { kid, alg } = NEW_KEY;
    const [, onlyPublic] = JSON.parse(OFFER_TOKEN_KEYS) as [object, object];
    expect(onlyPublic).toMatchObject({ kid, alg });
    for (const keys of ['', JSON.stringify([onlyPublic])]) {
      const system = await startSystem({ ADMIN_TOKEN, OFFER_TOKEN_KEYS: keys });
      const response = await sign(system, CART);
      expect([response.status, response.body.detail]).toEqual([409, expect.stringContaining('OFFER_TOKEN_KEYS')]);
      expect(await log(system)).toEqual([]);
    }
  });

  it('for a request without the bearer token, or for a form that another page submits', async () => {
    const system = await startSystem(env);
    const browser = { authorization: `Basic ${Buffer.from(`x:${ADMIN_TOKEN}`).toString('base64')}` };
    const forms = { ...operator, 'content-type': 'text/plain' };
    expect((await sign(system, CART, {})).status).toBe(401);
    expect((await sign(system, CART, browser)).status).toBe(401);
    expect((await sign(system, CART, forms)).status).toBe(400);
    expect(await log(system)).toEqual([]);
    const without = await startSystem({ OFFER_TOKEN_KEYS });
    expect((await sign(without, CART)).status).toBe(404);
  });
});
