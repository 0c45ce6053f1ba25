import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '@mytpe-pay/sandbox';
import { describe, expect, it } from 'vitest';

import { APIS } from '../src/domain/api-limits.ts';
import { HOUR, MINUTE, createBackendParts } from './backend-parts.ts';

describe.each(APIS)('with %s, an unpaid payer link', (api) => {
  it('is archived when its lifetime ends, and not before', async () => {
    const { repository, sweeper, pass, issue } = await createBackendParts({ api });
    const { id } = await issue('tshirt');
    pass(72 * HOUR - MINUTE);
    await sweeper.sweep();
    expect((await repository.link(id))!.status).toBe('active');
    pass(MINUTE);
    await sweeper.sweep();
    expect((await repository.link(id))!.status).toBe('archived');
  });

  it('that was paid just before the end of its lifetime is recorded as paid, not archived', async () => {
    const { repository, sweeper, pass, issue, pay } = await createBackendParts({ api });
    const row = await issue('tshirt');
    await pay(row);
    pass(72 * HOUR);
    await sweeper.sweep();
    expect(await repository.link(row.id)).toMatchObject({ status: 'exhausted', paidCount: 1, totalCollected: 450_000 });
  });

  it('is polled and recorded as paid even if no client watches it', async () => {
    const { repository, poller, pass, issue, pay } = await createBackendParts({ api });
    const row = await issue('tshirt');
    // A link whose state came from the publish response is due immediately.
    await poller.pollDue();
    await pay(row);
    await poller.pollDue();
    expect((await repository.link(row.id))!.paidCount).toBe(0);
    pass(15_000);
    await poller.pollDue();
    expect(await repository.link(row.id)).toMatchObject({ paidCount: 1, status: 'exhausted' });
  });
});

describe.each(APIS)('with %s, a link whose offer changed', (api) => {
  it('stays payable for a grace period, then is archived', async () => {
    const { repository, sweeper, pass, issue, account } = await createBackendParts({ api });
    const { id } = await issue('pay-us');
    await repository.supersede(account.baseUrl, new Map([['tshirt', null]]), (await repository.link(id))!.createdAt);
    await sweeper.sweep();
    expect((await repository.link(id))!.status).toBe('active');
    pass(15 * MINUTE);
    await sweeper.sweep();
    expect((await repository.link(id))!.status).toBe('archived');
  });
});

it('the sweeper archives a stray draft, but not the draft of another installation', async () => {
  const { repository, sweeper, sandbox, issue } = await createBackendParts();
  const row = await issue('tshirt');
  const headers = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET, 'content-type': 'application/json' };
  const draft = async (ref: string): Promise<string> => {
    const body = {
      payment_instance_id: SEEDED_IDS.readyInstance,
      title: 'x',
      amount_mode: 'fixed',
      amount: 5,
      currency: 'DZD',
      usage_mode: 'one_shot',
      metadata: { our_ref: ref },
    };
    const response = await fetch(`${sandbox.apiBaseUrl}/links`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { data: { id: string } }).data.id;
  };
  const statusOf = async (id: string) =>
    ((await (await fetch(`${sandbox.apiBaseUrl}/links/${id}`, { headers })).json()) as { data: { status: string } })
      .data.status;
  const stray = await draft(row.id);
  const foreign = await draft('lnk_of_another_installation');
  await sweeper.sweepDrafts();
  expect([await statusOf(stray), await statusOf(foreign), await statusOf(row.upstreamId!)]).toEqual([
    'archived',
    'draft',
    'active',
  ]);
  expect((await repository.link(row.id))!.status).toBe('active');
});
