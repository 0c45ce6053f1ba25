import type { LinkView } from '@mytpe-pay/contract';
import { describe, expect, it, onTestFinished } from 'vitest';

import { AdminDelivery, DeliveryPage } from '../../src/admin/delivery-service.ts';
import { AuditPage } from '../../src/admin/admin-views.ts';
import { type System, eventually, slugOf, startSystem, openStream } from '../harness.ts';
import { MERCHANT_SECRET, type Merchant, startMerchant } from '../merchant.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** Starts a system whose merchant's server responds with `status`, and pays this number of links. */
async function paidShop(status: number, links: number): Promise<System & { merchant: Merchant; links: LinkView[] }> {
  const merchant = await startMerchant();
  merchant.respond = (response) => void response.writeHead(status).end();
  const env = { MERCHANT_WEBHOOK_URL: merchant.url, MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET };
  const system = await startSystem({ ...env, ADMIN_TOKEN });
  const made: LinkView[] = [];
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  for (let n = 0; n < links; n++) {
    const { body: link } = await system.post({ offer: 'tshirt' }, `key-${n}`);
    await openStream(`${system.url}/v1/links/${link.id}/events`, leaving.signal);
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    made.push(link);
  }
  return { ...system, merchant, links: made };
}

const list = async ({ get }: System, query = '') =>
  DeliveryPage.strict().parse((await get<object>(`/admin/v1/deliveries${query}`, operator)).body);
const count = async (system: System, status: string) => (await list(system, `?status=${status}`)).items.length;

async function replay({ url }: System, id: string, headers: Record<string, string> = operator) {
  const response = await fetch(`${url}/admin/v1/deliveries/${id}/replay`, { method: 'POST', headers });
  const requestId = response.headers.get('x-request-id');
  return { status: response.status, requestId, body: (await response.json()) as AdminDelivery & { detail: string } };
}

describe('webhooks to the merchant’s server, as the operator sees them', () => {
  it('a dead delivery is listed; a replay delivers it and is in the audit log', async () => {
    const system = await paidShop(410, 1);
    const { merchant, links, get } = system;
    await eventually(async () => (await count(system, 'dead')) === 2, 'both deliveries are dead');
    const [closed, paid] = (await list(system)).items;
    expect([paid, closed]).toMatchObject([
      { type: 'link.paid', link: links[0]!.id, status: 'dead', tries: 1, last_status: 410, last_failure: 'HTTP 410' },
      { type: 'link.closed', link: links[0]!.id, status: 'dead', tries: 1, next_try_at: null },
    ]);
    merchant.respond = (response) => void response.writeHead(204).end();
    const response = await replay(system, paid!.id);
    expect(response.status).toBe(200);
    expect(AdminDelivery.strict().parse(response.body)).toMatchObject({ id: paid!.id, status: 'pending', tries: 0 });
    await eventually(async () => (await count(system, 'delivered')) === 1, 'the event is delivered');
    expect((await list(system, '?status=delivered')).items[0]).toMatchObject({ id: paid!.id, last_status: 204 });
    expect(merchant.received.at(-1)).toMatchObject({ id: paid!.id, body: merchant.received[0]!.body });

    const { items } = AuditPage.parse((await get<object>('/admin/v1/audit', operator)).body);
    const common = { action: 'replay_delivery', link: links[0]!.id, request_id: response.requestId };
    expect(items).toMatchObject([
      { ...common, outcome: `${paid!.id} is sent again` },
      { ...common, outcome: 'asked' },
    ]);
    const metrics = await (await fetch(`${system.url}/metrics`, { headers: operator })).text();
    for (const [sample, value] of [
      ['out_total{outcome="delivered"}', 1],
      ['out_total{outcome="failed"}', 0],
      ['out_total{outcome="dead"}', 2],
      ['out_pending', 0],
    ])
      expect(metrics).toContain(`mytpe_pay_webhooks_${sample} ${value}\n`);
  }, 40_000);

  it('a replay sends a delivery that waits for its retry immediately; a later event of the same link is refused with 409', async () => {
    const system = await paidShop(500, 1);
    const failed = async () => (await list(system)).items.find(({ last_status }) => last_status === 500);
    await eventually(async () => (await failed()) !== undefined, 'the first attempt failed');
    const [closed, paid] = (await list(system, '?status=pending')).items;
    expect([paid!.type, closed!.next_try_at]).toEqual(['link.paid', null]);
    expect(Date.parse(paid!.next_try_at!)).toBeGreaterThan(Date.now());
    const refused = await replay(system, closed!.id);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('waits')]);
    system.merchant.respond = (response) => void response.writeHead(200).end();
    expect((await replay(system, paid!.id)).status).toBe(200);
    await eventually(async () => (await count(system, 'delivered')) === 2, 'both are delivered');
  }, 40_000);

  it('are listed in pages', async () => {
    const system = await paidShop(204, 2);
    await eventually(async () => (await count(system, 'delivered')) === 4, 'all are delivered');
    const all = (await list(system)).items.map(({ id }) => id);
    expect(all).toHaveLength(4);
    const first = await list(system, '?limit=3&status=delivered');
    const second = await list(system, `?limit=3&status=delivered&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all);
    expect([first.items.length, second.next]).toEqual([3, null]);
  }, 40_000);

  it('require the admin token; an unknown id returns 404, an invalid query returns 400 with its field', async () => {
    const system = await startSystem({ ADMIN_TOKEN });
    expect((await system.get('/admin/v1/deliveries')).status).toBe(401);
    expect((await replay(system, 'msg_x', {})).status).toBe(401);
    expect(await list(system)).toEqual({ items: [], next: null });
    for (const id of [`msg_${'a'.repeat(22)}`, 'msg_nobody', 'msg_%00']) {
      const missing = await replay(system, id);
      expect([missing.status, missing.body.detail]).toEqual([404, 'There is no delivery of this id.']);
    }
    for (const [query, field] of [
      ['status=lost', 'status'],
      ['cursor=-1', 'cursor'],
      ['limit=0', 'limit'],
      ['planted=1', 'planted'],
    ] as const) {
      const { status, body } = await system.get<{ errors: { path: string }[] }>(
        `/admin/v1/deliveries?${query}`,
        operator,
      );
      expect([status, body.errors.map(({ path }) => path)]).toEqual([400, [field]]);
    }
    expect(AuditPage.parse((await system.get<object>('/admin/v1/audit', operator)).body).items).toEqual([]);
  });

  it('are not stored while MERCHANT_WEBHOOK_URL is not set', async () => {
    const system = await startSystem({ ADMIN_TOKEN });
    const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
    const leaving = new AbortController();
    onTestFinished(() => leaving.abort());
    await openStream(`${system.url}/v1/links/${link.id}/events`, leaving.signal);
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    const paid = async () => (await system.get<LinkView>(`/v1/links/${link.id}`)).body.paid;
    await eventually(paid, 'the payment is detected');
    expect((await list(system)).items).toEqual([]);
  }, 30_000);
});
