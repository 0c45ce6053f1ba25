import { SEEDED_IDS, SEEDED_V2_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { LinkTerms } from '../src/domain/terms.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import type { Api } from '../src/domain/api-limits.ts';
import { openGateway } from '../src/mytpe/open.ts';
import { type LinkDraft, OUR_REF, type SoughtLink, type UpstreamLink } from '../src/mytpe/gateway.ts';
import { environment, testClient } from './harness.ts';

const ONCE: LinkTerms = {
  amountMode: 'fixed',
  amount: 450_050,
  minAmount: null,
  maxAmount: null,
  currency: 'DZD',
  usageMode: 'one_shot',
  maxUses: null,
  targetAmount: null,
  startsAt: null,
  endsAt: null,
  allowedPayers: [],
  formId: null,
};
const FOR_ALL: LinkTerms = { ...ONCE, usageMode: 'reusable' };
const OPEN: LinkTerms = { ...FOR_ALL, amountMode: 'open', amount: null };
/** All kinds of terms. */
const KINDS: readonly (readonly [string, LinkTerms])[] = [
  ['a fixed amount, one payment', ONCE],
  ['a fixed amount, any number of payments', FOR_ALL],
  ['a fixed amount, five payments', { ...ONCE, usageMode: 'limited', maxUses: 5 }],
  [
    'a fixed amount, in a time window',
    { ...ONCE, usageMode: 'time_window', startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2099-01-01T00:00:00.000Z' },
  ],
  ['a fixed amount, for listed payers', { ...ONCE, usageMode: 'whitelist', allowedPayers: ['amel@example.dz'] }],
  ['an open amount', OPEN],
  ['an open amount with bounds', { ...OPEN, minAmount: 20_000, maxAmount: 5_000_000 }],
  ['an open amount, one payment', { ...OPEN, usageMode: 'one_shot' }],
  ['an open amount, up to a total', { ...OPEN, usageMode: 'capped_amount', targetAmount: 1_000_000 }],
];

/** A link in the sandbox's state, with the field names of its API. */
type Made = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly title: string;
  readonly status: string;
};

async function setUp(api: Api, more: Record<string, string> = {}) {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const settings = parseSettings(environment(sandbox, 'nowhere', { MYTPE_API: api, ...more }));
  const { gateway, close } = openGateway(settings);
  onTestFinished(close);
  const { control } = testClient('', sandbox.url);
  const made = async () => {
    const state = (await control('GET', '/state')) as unknown as { links: Made[]; v2: { links: Made[] } };
    return [...state.links, ...state.v2.links];
  };
  const draft = (terms: LinkTerms, id = 'lnk_1'): LinkDraft & SoughtLink => ({
    id,
    instanceId: api === 'v2' ? SEEDED_V2_IDS.activeInstance : SEEDED_IDS.readyInstance,
    title: 'Café & thé',
    description: null,
    terms,
    metadata: { [OUR_REF]: id, offer: 'cafe' },
    slug: gateway.newSlug('Café & thé'),
    createdAt: Date.now(),
    expiresAt: null,
  });
  /** Creates a link that can be paid. */
  const issue = async (terms: LinkTerms, id?: string): Promise<UpstreamLink> => {
    const link = await gateway.create(draft(terms, id));
    if (gateway.createsPayable) return link;
    const { unconfirmed: _unconfirmed, ...published } = await gateway.publish(link.id);
    return published;
  };
  const pay = (link: UpstreamLink, amount?: string) =>
    control('POST', `/links/${link.id}/pay`, amount === undefined ? {} : { amount });
  return { gateway, made, draft, issue, pay, control };
}

const failureOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: { failure: string }) => error.failure,
  );

/** Tests of a gateway, against the sandbox. */
export function gatewayContract(api: Api): void {
  describe(`${api}: a link`, () => {
    it.each(KINDS)(
      '%s: is created with exactly these terms, or refused before anything is created',
      async (_name, terms) => {
        const { gateway, made, issue } = await setUp(api);
        if (gateway.refusal(terms) !== null) {
          expect(await failureOf(issue(terms))).toBe('rejected');
          expect(await made()).toEqual([]);
          return;
        }
        const link = await issue(terms);
        expect(link).toMatchObject({ status: 'active', paidCount: 0, totalCollected: 0 });
        const [stored, ...more] = await made();
        expect([stored!.id, more]).toEqual([link.id, []]);
        expect(stored).toMatchObject({ title: 'Café & thé', metadata: { [OUR_REF]: 'lnk_1', offer: 'cafe' } });
        expect(chargedBy(stored!)).toEqual({
          isFixed: terms.amountMode === 'fixed',
          amount: terms.amount === null ? null : '4500.50',
          mode: terms.usageMode,
          uses: terms.maxUses,
          bounds: terms.minAmount === null ? [] : ['200.00', '50000.00'],
        });
      },
    );

    it('is payable after publish or, without drafts, immediately; its URL comes from MyTPE', async () => {
      const { gateway, draft, pay } = await setUp(api);
      const link = await gateway.create(draft(ONCE));
      expect(link.status).toBe(gateway.createsPayable ? 'active' : 'draft');
      const before = await pay(link);
      expect('payment' in before).toBe(gateway.createsPayable);
      if (!gateway.createsPayable)
        expect(await gateway.publish(link.id)).toMatchObject({ status: 'active', unconfirmed: true });
      const page = await fetch(link.url);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Café &amp; thé')]);
    });

    it('has the counts of its payments', async () => {
      const { gateway, issue, pay } = await setUp(api);
      const once = await issue(ONCE, 'lnk_1');
      await pay(once);
      expect(await gateway.get(once.id)).toEqual({
        ...once,
        status: 'exhausted',
        paidCount: 1,
        totalCollected: 450_050,
      });
      const open = await issue(OPEN, 'lnk_2');
      await pay(open, '150.00');
      await pay(open, '200.50');
      expect(await gateway.get(open.id)).toEqual({ ...open, paidCount: 2, totalCollected: 35_050 });
      expect(await gateway.get('of-nobody')).toBeNull();
    });
  });

  describe(`${api}: a repeated action has no further effect`, () => {
    it('pause, resume and archive', async () => {
      const { gateway, issue } = await setUp(api);
      const { id } = await issue(FOR_ALL);
      const closed = gateway.archives ? 'archived' : 'paused';
      for (const [action, status] of [
        ['pause', 'paused'],
        ['resume', 'active'],
        ['archive', closed],
      ] as const)
        for (let time = 0; time < 2; time += 1) {
          expect((await gateway[action](id)).status).toBe(status);
          expect((await gateway.get(id))!.status).toBe(status);
        }
    });

    it('archiving a link that was just paid keeps its payment', async () => {
      const { gateway, issue, pay } = await setUp(api);
      const link = await issue(ONCE);
      await pay(link);
      for (const action of ['pause', 'archive'] as const) await gateway[action](link.id).catch(() => {});
      expect((await gateway.get(link.id))!.paidCount).toBe(1);
    });

    it('an update changes the texts, not the terms or the address', async () => {
      const { gateway, made, issue } = await setUp(api);
      const link = await issue(FOR_ALL);
      for (let time = 0; time < 2; time += 1)
        await gateway.updateTexts(link.id, { title: 'Thé', description: 'Vert', metadata: { [OUR_REF]: 'lnk_1' } });
      const [stored] = await made();
      expect(stored).toMatchObject({ title: 'Thé', metadata: { [OUR_REF]: 'lnk_1' } });
      expect(chargedBy(stored!)).toMatchObject({ amount: '4500.50', mode: 'reusable' });
      expect(await gateway.get(link.id)).toEqual(link);
    });
  });

  describe(`${api}: a create whose response is lost`, () => {
    it.each(['reset_after', 'malformed', 'truncated'])(
      '%s: the created link is found, and no link of another row',
      async (type) => {
        const { gateway, draft, control, made } = await setUp(api);
        await control('POST', '/faults', { match: { method: 'POST' }, fault: { type }, times: 1 });
        const lost = draft(ONCE);
        const sentAt = Date.now();
        expect(await failureOf(gateway.create(lost))).toBe('unknown');
        await gateway.create(draft(ONCE, 'lnk_other'));
        const found = await gateway.findDrafts(lost, sentAt);
        const mine = (await made()).filter(({ metadata }) => (metadata as Record<string, string>)[OUR_REF] === lost.id);
        expect(found.map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
        expect(found).toHaveLength(1);
        const swept = new Map<string, string>();
        for await (const { ourRef, link } of gateway.drafts()) swept.set(ourRef, link.id);
        expect(swept.get('lnk_1')).toBe(found[0]!.id);
      },
    );

    it('is not found if it was never executed', async () => {
      const { gateway, draft } = await setUp(api);
      expect(await gateway.findDrafts(draft(ONCE), Date.now())).toEqual([]);
    });

    it('repeated with its slug creates no second link, if the backend chooses slugs', async () => {
      const { gateway, draft, made } = await setUp(api);
      const wanted = draft(ONCE);
      await gateway.create(wanted);
      const again = await failureOf(gateway.create(wanted));
      expect([again, (await made()).length]).toEqual(wanted.slug === null ? ['none', 2] : ['taken', 1]);
    });
  });

  describe(`${api}: a failure reports whether MyTPE may have executed the call`, () => {
    it.each([
      [{ type: 'status', status: 401 }, 'misconfigured'],
      [{ type: 'status', status: 422 }, 'rejected'],
      [{ type: 'status', status: 500 }, 'unknown'],
      [{ type: 'status', status: 503 }, 'unknown'],
      [{ type: 'status', status: 429, retry_after: 60 }, 'unavailable'],
      [{ type: 'latency', ms: 2000 }, 'unknown'],
    ] as const)('of a create: %j: %s', async (rule, expected) => {
      const timeout: Record<string, string> = rule.type === 'latency' ? { UPSTREAM_TIMEOUT_MS: '500' } : {};
      const { gateway, draft, control } = await setUp(api, timeout);
      await control('POST', '/faults', { match: { path_regex: '^/api/' }, fault: rule });
      const error: unknown = await gateway.create(draft(ONCE)).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        failure: expected,
        retryAfter: rule.type === 'status' && rule.status === 429 ? 60 : null,
      });
      expect(String(error)).not.toContain('mts_');
    });
  });

  it(`${api}: lists the payment instances that can charge`, async () => {
    const { gateway } = await setUp(api);
    const instances = await gateway.instances();
    const ready = api === 'v2' ? SEEDED_V2_IDS.activeInstance : SEEDED_IDS.readyInstance;
    expect(instances.filter(({ chargeable }) => chargeable).map(({ id }) => id)).toEqual([ready]);
    expect(instances.length).toBeGreaterThan(1);
  });
}

/** Returns the charge terms of a link in the sandbox. */
function chargedBy(made: Made): { isFixed: boolean; amount: unknown; mode: unknown; uses: unknown; bounds: unknown[] } {
  const isFixed = (made['amount_mode'] ?? { dynamic: 'fixed', static: 'open' }[made['type'] as string]) === 'fixed';
  const mode = made['usage_mode'] ?? made['payment_mode'];
  const uses = made['max_uses'] ?? made['max_payments'] ?? null;
  const bounds = [made['min_amount'], made['max_amount']].filter((bound) => bound != null);
  return { isFixed, amount: made['amount'] ?? null, mode, uses, bounds };
}
