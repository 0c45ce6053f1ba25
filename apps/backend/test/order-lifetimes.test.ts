import { OfferEntry } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import type { LinkRow } from '../src/domain/link.ts';
import { completeSignedOffer } from '../src/config/catalog-offer.ts';
import type { SignedOffer } from '../src/domain/offer.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { createRetire } from '../src/links/retire.ts';
import type { Instances } from '../src/links/instances.ts';
import { NO_REQUESTER } from '../src/links/new-link.ts';
import { type SignedOrders, createSignedOrders } from '../src/links/signed-orders.ts';
import { APIS, type Api } from '../src/domain/api-limits.ts';
import { type Gateway, GatewayError } from '../src/mytpe/gateway.ts';
import { HOUR, LIMITS, MINUTE, type BackendParts, createBackendParts } from './backend-parts.ts';

/** Creates the offer that the merchant signed for order 7. */
function order(amount: string, iat: number): SignedOffer {
  const entry = { title: 'Order 7', amount_mode: 'fixed', amount, usage_mode: 'one_shot' };
  return completeSignedOffer('token-7', OfferEntry.parse(entry), { jti: 'order-7', iat }, () => null);
}

interface OrderParts extends BackendParts {
  readonly orders: SignedOrders;
  place(offer: SignedOffer, key: string): Promise<LinkRow>;
  open(): Promise<LinkRow[]>;
}

/** Creates the parts of a backend with signed orders. */
async function createOrderParts(api: Api, changed?: (gateway: Gateway) => Gateway): Promise<OrderParts> {
  const parts = await createBackendParts({ api, ...(changed && { changed }) });
  const { baseUrl, instanceId } = parts.account;
  const orders = createSignedOrders({
    ...parts,
    // Callers never time out.
    clock: { ...parts.clock, sleep: () => new Promise(() => {}) },
    baseUrl,
    retire: createRetire(parts),
    // The merchant's only payment instance, which accepts payments.
    instances: { idFor: async () => instanceId } as unknown as Instances,
    limits: LIMITS,
    waitMs: 1000,
  });
  return {
    ...parts,
    orders,
    async place(offer, key) {
      const { row } = await orders.place(offer, planLink(offer, null), {
        ...NO_REQUESTER,
        idempotencyHash: key,
        request: 'r',
      });
      return row;
    },
    open: async () =>
      (await parts.repository.tokenLinks(baseUrl, 'token-7', 10)).filter(({ closedAt }) => closedAt === null),
  };
}

describe.each(APIS)('the link of a signed order, with %s,', (api) => {
  it.each([
    ['and the sweeper archived it', true],
    ['and the sweeper has not archived it yet', false],
  ])('whose lifetime ended %s is issued again', async (_name, isSwept) => {
    const { repository, sweeper, pass, place, open } = await createOrderParts(api);
    const first = await place(order('4500', 1), 'key-1');
    pass(72 * HOUR + MINUTE);
    if (isSwept) await sweeper.sweep();
    const second = await place(order('4500', 1), 'key-1');
    expect(second.id).not.toBe(first.id);
    expect((await repository.link(first.id))!.status).toBe('archived');
    expect(await open()).toMatchObject([{ id: second.id, status: 'active' }]);
  });

  it('that is paid during its replacement is not replaced', async () => {
    let beforePause = async (_id: string): Promise<void> => {};
    const { place, pay, open, repository } = await createOrderParts(api, (gateway) => ({
      ...gateway,
      pause: async (id) => (await beforePause(id), gateway.pause(id)),
    }));
    const first = await place(order('4500', 1), 'key-1');
    beforePause = (upstreamId) => pay({ upstreamId });
    const dearer = place(order('5000', 2), 'key-2');
    await expect(dearer).rejects.toMatchObject({ code: 'offer_unavailable', details: { availability: 'exhausted' } });
    expect(await repository.link(first.id)).toMatchObject({ paidCount: 1, status: 'exhausted' });
    expect(await open()).toEqual([]);
  });

  it('that MyTPE reports as paid after its replacement closes the replacement', async () => {
    const late = new Set<string>();
    const { orders, place, open, poller, repository } = await createOrderParts(api, (gateway) => ({
      ...gateway,
      get: async (id) => {
        const link = await gateway.get(id);
        return link && late.has(id) ? { ...link, paidCount: 1, totalCollected: 450_000 } : link;
      },
    }));
    const first = await place(order('4500', 1), 'key-1');
    const second = await place(order('5000', 2), 'key-2');
    late.add(first.upstreamId!);
    const paid = await poller.read((await repository.link(first.id))!);
    expect(paid).toMatchObject({ paidCount: 1, status: 'archived' });
    await orders.settlePaid(paid);
    expect(await open()).toEqual([]);
    expect((await repository.link(second.id))!.status).toBe('archived');
    await expect(place(order('5000', 2), 'key-3')).rejects.toMatchObject({ code: 'offer_unavailable' });
  });

  it('is not replaced while MyTPE cannot close it, and is replaced afterwards', async () => {
    let isDown = false;
    const orDown = (call: Gateway['archive']) => async (id: string) => {
      if (isDown) throw new GatewayError('unavailable', 'down');
      return call(id);
    };
    const { place, open, sweeper, pass } = await createOrderParts(api, (gateway) => ({
      ...gateway,
      archive: orDown(gateway.archive),
      // An API without archiving closes links by a pause.
      ...(!gateway.archives && { pause: orDown(gateway.pause) }),
    }));
    await place(order('4500', 1), 'key-1');
    isDown = true;
    await expect(place(order('5000', 2), 'key-2')).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(await open()).toHaveLength(1);
    isDown = false;
    // Without another request for the order, the sweeper finishes the replacement.
    pass(15 * MINUTE);
    await sweeper.sweep();
    expect(await open()).toEqual([]);
    expect((await place(order('5000', 2), 'key-2')).status).toBe('active');
  });
});
