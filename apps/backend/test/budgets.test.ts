import type { Challenge } from '@mytpe-pay/contract';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { describe, expect, it } from 'vitest';

import { type System, startSystem } from './harness.ts';
import { CART, INVOICE, OFFER_TOKEN_KEYS, payable, token } from './signing.ts';

const BEHIND_PROXY = { TRUST_PROXY: '127.0.0.1', OFFER_TOKEN_KEYS, MAX_UNPAID_LINKS_PER_ADDRESS: '1000' };
const start = (more: Record<string, string>, offers?: string) => startSystem({ ...BEHIND_PROXY, ...more }, offers);

let keys = 0;
const newKey = () => `a-new-key-for-each-press-${++keys}`;
const TSHIRT = { offer: 'tshirt' };

/** Presses the button once. */
const press = (system: System, from: string, body: object = TSHIRT, key = newKey()) =>
  system.post(body, key, { 'x-forwarded-for': from });

/** Presses once from each address. @returns the statuses. */
async function pressAll(system: System, addresses: readonly string[], body: object = TSHIRT): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses) statuses.push((await press(system, address, body)).status);
  return statuses;
}

const times = (count: number, address: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, n) => address(n));

async function solutionOf(body: Record<string, unknown>): Promise<string> {
  const challenge = body['challenge'] as Challenge;
  return btoa(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }));
}

describe('anonymous links', () => {
  it.each([
    ['a quarter for an address', 4, () => '197.200.1.1'],
    ['a quarter for a /64', 4, (n: number) => `2001:db8:0:1::${n}`],
    ['half for a /24', 8, (n: number) => `197.200.1.${n}`],
    ['half for a /56', 8, (n: number) => `2001:db8:0:1${String(n).padStart(2, '0')}::1`],
    ['half for a /48', 8, (n: number) => `2001:db8:0:${n + 1}00::1`],
  ])('have a share of the budget per minute: %s', async (_share, most, address) => {
    const system = await start({ MAX_LINKS_PER_MINUTE: '16', PROOF_OF_WORK: 'off' });
    expect(await pressAll(system, times(most + 2, address))).toEqual([...Array<number>(most).fill(201), 429, 429]);
    expect(await pressAll(system, ['41.100.1.1', '2001:db9::1'])).toEqual([201, 201]);
  });

  it('and signed orders have separate budgets', async () => {
    const system = await start({ MAX_LINKS_PER_MINUTE: '2', MAX_SIGNED_LINKS_PER_MINUTE: '3', PROOF_OF_WORK: 'off' });
    expect(
      await pressAll(
        system,
        times(4, (n) => `197.200.${n}.1`),
      ),
    ).toEqual([201, 201, 429, 429]);
    for (const [n, status] of [201, 201, 201, 429].entries())
      expect([n, (await press(system, '41.100.1.1', { offer_token: await token(CART, `cart-${n}`) })).status]).toEqual([
        n,
        status,
      ]);
  });

  it('over the budget are refused with the time until the oldest link no longer counts', async () => {
    const system = await start({ MAX_LINKS_PER_MINUTE: '1', PROOF_OF_WORK: 'off' });
    const { body } = await press(system, '197.200.1.1');
    const refused = await press(system, '41.100.1.1');
    const free = Date.parse(body.created_at) + 60_000;
    const waiting = Number(refused.headers.get('retry-after')) * 1000;
    expect(refused.body['code']).toBe('rate_limited');
    expect(waiting).toBeLessThanOrEqual(60_000);
    expect(Date.parse(refused.headers.get('date')!) + waiting).toBeGreaterThanOrEqual(free - 2000);
  });

  it('of an offer have a daily limit, with a quarter for an address and half for a /24', async () => {
    const offers =
      'offers:\n  cup: { title: Café, amount_mode: fixed, amount: 150, usage_mode: one_shot, max_payer_links_per_day: 8 }\n';
    const system = await start({}, offers);
    const cup = { offer: 'cup' };
    expect(
      await pressAll(
        system,
        times(3, () => '197.200.1.1'),
        cup,
      ),
    ).toEqual([201, 201, 429]);
    expect(
      await pressAll(
        system,
        times(3, (n) => `197.200.1.${n + 2}`),
        cup,
      ),
    ).toEqual([201, 201, 429]);
    expect(
      await pressAll(
        system,
        times(5, (n) => `41.10${n}.1.1`),
        cup,
      ),
    ).toEqual([201, 201, 201, 201, 429]);
  });
});

describe('20 abandoned carts behind one address', () => {
  it('do not count against the limit of signed orders at that address', async () => {
    const system = await start({ MAX_UNPAID_LINKS_PER_ADDRESS: '2' });
    for (let n = 0; n < 20; n += 1)
      expect((await press(system, '41.100.1.1', { offer_token: await token(CART, `cart-${n}`) })).status).toBe(201);
  });
});

describe('an order whose amount changes repeatedly', () => {
  it('gets at most ten replacement links; then the last link stays payable until the order is signed again', async () => {
    const system = await start({});
    const invoice = await token(INVOICE);
    const ask = (amount: number, offer_token = invoice) =>
      press(system, '41.100.1.1', { offer_token, amount: `${amount}.00` });
    for (let n = 0; n <= 10; n += 1) expect((await ask(500 + n)).status).toBe(201);
    const refused = await ask(900);
    expect([refused.status, refused.body['code'], refused.body['availability']]).toEqual([
      409,
      'offer_unavailable',
      'unavailable',
    ]);
    expect(system.logs.join('')).toContain('was replaced 10 times');
    expect((await payable(system)).map(({ amount }) => amount)).toEqual(['510.00']);
    expect((await ask(510)).body).toMatchObject({ amount: '510.00', payable: true });
    const again = await token({ ...INVOICE, min_amount: 200 }, 'order-7', 1);
    expect((await ask(900, again)).body).toMatchObject({ amount: '900.00', payable: true });
  }, 60_000);
});

describe('proof of work', () => {
  const HALF = 4;
  const busy = async (more: Record<string, string> = {}): Promise<System> => {
    const system = await start({ MAX_LINKS_PER_MINUTE: String(HALF * 2), ...more });
    expect(
      await pressAll(
        system,
        times(HALF, (n) => `197.20${n}.1.1`),
      ),
    ).toEqual(Array(HALF).fill(201));
    return system;
  };

  it('is required above half of the budget; a solution allows the same request with the same key', async () => {
    const system = await busy();
    const key = newKey();
    const asked = await press(system, '41.100.1.1', TSHIRT, key);
    expect([asked.status, asked.body]).toMatchObject([
      429,
      { code: 'challenge_required', retryable: true, challenge: { parameters: { algorithm: 'PBKDF2/SHA-256' } } },
    ]);
    expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(0);
    const solution = await solutionOf(asked.body);
    const created = await press(system, '41.100.1.1', { ...TSHIRT, solution }, key);
    expect(created.status).toBe(201);
    const repeated = await press(system, '41.100.1.1', { ...TSHIRT, solution }, key);
    expect([repeated.status, repeated.body.id]).toEqual([200, created.body.id]);
    const otherKey = await press(system, '41.100.1.1', { ...TSHIRT, solution });
    expect(otherKey.body['code']).toBe('challenge_required');
  });

  it('does not raise the budget', async () => {
    const system = await busy();
    for (let n = 0; n < HALF; n += 1) {
      const key = newKey();
      const asked = await press(system, `41.10${n}.1.1`, TSHIRT, key);
      const solution = await solutionOf(asked.body);
      expect((await press(system, `41.10${n}.1.1`, { ...TSHIRT, solution }, key)).status).toBe(201);
    }
    expect((await press(system, '41.109.1.1')).body['code']).toBe('rate_limited');
  });

  it('is not required from a page that cannot solve it: it gets the open link or 429 with Retry-After', async () => {
    const system = await busy();
    const donation = { offer: 'donation', amount: '1500.00', solution: null };
    expect((await press(system, '41.100.1.1', donation)).body).toMatchObject({ scope: 'shared', amount: null });
    const refused = await press(system, '41.100.1.1', { ...TSHIRT, solution: null });
    expect(refused.body['code']).toBe('rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is not required from a form without JavaScript', async () => {
    const system = await busy();
    const headers = { accept: 'text/html', 'accept-language': 'en' };
    const page = await (await fetch(`${system.url}/pay/tshirt`, { headers })).text();
    const key = /name="key"[^>]*?value="([^"]*)"/s.exec(page)![1]!;
    const posted = await fetch(`${system.url}/pay/tshirt`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, 'x-forwarded-for': '41.100.1.1' },
      body: new URLSearchParams({ key }),
    });
    expect(posted.status).toBe(429);
    expect(posted.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await posted.text()).not.toContain('challenge');
  });

  it('is not required below half of the budget, for signed orders, or with PROOF_OF_WORK=off', async () => {
    const system = await busy();
    expect((await press(system, '41.100.1.1', { offer_token: await token() })).status).toBe(201);
    const off = await busy({ PROOF_OF_WORK: 'off' });
    expect((await press(off, '41.100.1.1')).status).toBe(201);
  });
});
