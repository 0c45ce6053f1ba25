import { describe, expect, it } from 'vitest';

import { type System, startSystem } from './harness.ts';
import { CART, INVOICE, OFFER_TOKEN_KEYS, payable, token } from './signing.ts';

const CREATE = ['POST', '/api/ext/links'] as const;

/** Posts a form without JavaScript to `/pay/…`, in French by default. */
async function post({ url }: System, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/pay/cart`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { accept: 'text/html', 'accept-language': 'fr', ...headers },
  });
  return { status: response.status, html: await response.text(), location: response.headers.get('location') };
}
const field = (html: string, name: string) => new RegExp(`name="${name}"[^>]*?value="([^"]*)"`, 's').exec(html)![1]!;

const start = (more: Record<string, string> = {}): Promise<System> => startSystem({ OFFER_TOKEN_KEYS, ...more });

describe('a form on the merchant’s page with a signed offer', () => {
  it('redirects immediately, to the same link for every submission', async () => {
    const system = await start();
    const offer_token = await token();
    const responses = await Promise.all(
      [1, 2, 3].map(() => post(system, { offer_token }, { origin: 'https://shop.dz' })),
    );
    expect(responses.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(responses.map(({ location }) => location)).size).toBe(1);
    const [link] = await payable(system);
    expect(responses[0]!.location).toMatch(new RegExp(`/${link!.slug}$`));
    expect(await system.calls(...CREATE)).toBe(1);
  });

  it('asks for the amount if the payer chooses it, and keeps the token', async () => {
    const system = await start();
    const page = await post(system, { offer_token: await token(INVOICE) });
    expect(page.status).toBe(200);
    expect(page.html).toContain('Facture');
    expect(await system.calls(...CREATE)).toBe(0);
    const form = { key: field(page.html, 'key'), offer_token: field(page.html, 'offer_token') };
    const wrong = await post(system, { ...form, amount: '50' });
    expect([wrong.status, field(wrong.html, 'amount')]).toEqual([422, '50']);
    const again = { ...form, offer_token: field(wrong.html, 'offer_token') };
    expect((await post(system, { ...again, amount: '1 500' })).status).toBe(303);
    expect((await payable(system)).map(({ amount }) => amount)).toEqual(['1500.00']);
    expect((await post(system, { ...form, amount: '1 600' })).status).toBe(303);
    expect((await payable(system)).map(({ amount }) => amount)).toEqual(['1600.00']);
  });

  it('shows a confirmation page first if a repeated submission could create a second link', async () => {
    const system = await start();
    const offer_token = await token({ ...INVOICE, usage_mode: 'reusable' });
    const page = await post(system, { offer_token, amount: '500' });
    expect([page.status, field(page.html, 'amount')]).toEqual([200, '500']);
    const form = { key: field(page.html, 'key'), offer_token, amount: '500' };
    const responses = await Promise.all([post(system, form), post(system, form)]);
    expect(new Set(responses.map(({ location }) => location)).size).toBe(1);
    expect(await system.calls(...CREATE)).toBe(1);
  });

  it('is refused from an origin that is not allowed', async () => {
    const system = await start({ ALLOWED_ORIGINS: 'https://shop.dz' });
    const offer_token = await token();
    for (const origin of ['https://evil.dz', 'null'])
      expect((await post(system, { offer_token }, { origin })).status).toBe(403);
    const mine = await token({ ...CART, allowed_origins: ['https://other.dz'] });
    expect((await post(system, { offer_token: mine }, { origin: 'https://shop.dz' })).status).toBe(403);
    expect(await system.calls(...CREATE)).toBe(0);
    expect((await post(system, { offer_token }, { origin: 'https://shop.dz' })).status).toBe(303);
  });

  it('shows why it cannot be paid, without a form', async () => {
    const system = await start();
    for (const [offer_token, status] of [
      ['eyJ.x.y', 401],
      ['', 400],
      ['x'.repeat(8193), 400],
    ] as const) {
      const { status: responded, html } = await post(system, { offer_token });
      expect(responded).toBe(status);
      expect(html).toContain('<html lang="fr" dir="ltr">');
      expect(html).not.toMatch(/<form|href="\?/);
    }
    await post(system, { offer_token: await token() });
    const [link] = await payable(system);
    await system.control('POST', `/links/${link!.id}/pay`, {});
    const dearer = await post(system, { offer_token: await token({ ...CART, amount: 5000 }, 'order-7', 1) });
    expect([dearer.status, await payable(system)]).toEqual([409, []]);
  });
});
