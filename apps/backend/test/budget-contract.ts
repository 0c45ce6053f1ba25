import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LinkRow, NewLink } from '../src/domain/link.ts';
import type { Budget, Counted } from '../src/repository/insert-link.ts';
import type { Lease } from '../src/repository/leases.ts';
import type { Repository } from '../src/repository/repository.ts';
import { NOW, orderLink, payerLink } from './repository-contract.ts';

/** Tests of the limits on new links, for each database. */
export function budgetContract(name: string, openRepository: () => Promise<Repository>): void {
  describe(`budget contract: ${name}`, () => {
    let repository: Repository;
    let attempts = 0;
    beforeEach(async () => {
      repository = await openRepository();
    });
    afterEach(() => repository.close());

    const payer = (changes: Partial<NewLink> = {}): NewLink => ({ ...payerLink(`attempt-${++attempts}`), ...changes });
    const lease = (): Lease => ({ token: 'me', until: NOW + 60_000 });
    const insert = async (link: NewLink): Promise<LinkRow> => {
      await repository.insertLink(link, lease(), null);
      return (await repository.link(link.id))!;
    };
    const read = (id: string, status: string, paidCount = 0) =>
      repository.recordSnapshot(id, { status, paidCount, totalCollected: paidCount * 450_000, readAt: NOW + 1 });
    const issued = async (link: NewLink): Promise<LinkRow> => {
      await insert(link);
      await repository.recordDraft(link.id, 'me', { upstreamId: `up-${link.id}`, url: `https://pay.test/${link.id}` });
      return (await read(link.id, 'active'))!;
    };
    /** Creates a budget with one limit, on the links of the last minute. */
    const atMost = (of: Counted, most: number, now = NOW + 1): Budget => ({
      now,
      limits: [{ of, most, windowMs: 60_000 }],
    });
    const outcome = async (link: NewLink, budget: Budget): Promise<string> => {
      const inserted = await repository.insertLink(link, lease(), budget);
      return inserted.kind === 'over_budget' ? inserted.reached.of : inserted.kind;
    };

    it.each<[Counted, Partial<NewLink>]>([
      ['installation', {}],
      ['unproven', {}],
      ['address', { client: 'c2' }],
      ['site', { clientSite: 's2' }],
      ['block', { clientBlock: 'b2' }],
      ['unpaid', { client: 'c2' }],
      ['offer', { offer: 'other' }],
      ['offer_address', { client: 'c2' }],
      ['offer_site', { clientSite: 's2' }],
    ])('counts the links of a limit in the database: %s', async (of, elsewhere) => {
      const budget = atMost(of, 2);
      expect([await outcome(payer(), budget), await outcome(payer(), budget)]).toEqual(['inserted', 'inserted']);
      expect(await outcome(payer(), budget)).toBe(of);
      const isSeparate = Object.keys(elsewhere).length > 0;
      if (isSeparate) expect(await outcome(payer(elsewhere), budget)).toBe('inserted');
      expect(await outcome(payer(), atMost(of, 2, NOW + 60_001))).toBe('inserted');
    });

    it('counts signed orders separately from anonymous links', async () => {
      const one = (of: Counted) => atMost(of, 1);
      expect(await outcome(payer(), one('installation'))).toBe('inserted');
      expect(await outcome(orderLink('a'), one('signed'))).toBe('inserted');
      const other = { ...orderLink('b'), orderKey: 'another', fingerprint: 'f' };
      expect(await outcome(other, one('signed'))).toBe('signed');
      for (const of of ['installation', 'address', 'unpaid'] as const) expect(await outcome(payer(), one(of))).toBe(of);
      expect(await repository.countAnonymousLinks(NOW - 1)).toBe(1);
      expect(await repository.countAnonymousLinks(NOW)).toBe(0);
    });

    it('reports whether an offer ever had a payer link', async () => {
      expect(await repository.hasPayerLinks('tshirt')).toBe(false);
      await repository.insertLink(payer(), lease(), null);
      expect(await repository.hasPayerLinks('tshirt')).toBe(true);
      expect(await repository.hasPayerLinks('another')).toBe(false);
    });

    it('does not count closed unpaid links against an address or an offer, and counts paid ones against the offer', async () => {
      const closed = await issued(payer());
      await read(closed.id, 'archived');
      const paid = await issued(payer());
      await read(paid.id, 'exhausted', 1);
      expect(await outcome(payer(), atMost('unpaid', 1))).toBe('inserted');
      expect(await outcome(payer({ client: 'c2' }), atMost('offer', 2))).toBe('offer');
      expect(await outcome(payer({ client: 'c2' }), atMost('offer', 3))).toBe('inserted');
    });

    it('reports the limit that lasts longest and when it ends; a missing proof of work comes last', async () => {
      for (const createdAt of [NOW - 50_000, NOW - 40_000, NOW - 30_000]) await insert(payer({ createdAt }));
      const limits = [
        { of: 'unproven', most: 1, windowMs: 60_000 },
        { of: 'address', most: 3, windowMs: 60_000 },
        { of: 'unpaid', most: 2, windowMs: 60_000 },
      ] as const;
      const reached = async (...which: number[]) => {
        const budget = { now: NOW, limits: which.map((at) => limits[at]!) };
        const refused = await repository.insertLink(payer(), lease(), budget);
        return refused.kind === 'over_budget' ? refused.reached : null;
      };
      expect(await reached(0, 1, 2)).toEqual({ of: 'unpaid', until: NOW + 20_000 });
      expect(await reached(0, 1)).toEqual({ of: 'address', until: NOW + 10_000 });
      expect(await reached(0)).toEqual({ of: 'unproven', until: NOW + 30_000 });
    });

    it('counts the links of an order by version, with replaced links and without refused links', async () => {
      const link = orderLink('a');
      const count = () => repository.countOrderLinks(link.orderKey!, link.offerVersion);
      const first = await issued(link);
      await read(first.id, 'archived');
      expect(await count()).toBe(1);
      const refused = await insert(orderLink('b'));
      await repository.recordSent(refused.id, 'me', NOW);
      await repository.recordSent(refused.id, 'me', null);
      await repository.abandon(refused.id, 'me', 'rejected', NOW);
      expect(await count()).toBe(1);
      const replaced = await insert(orderLink('c'));
      await repository.recordSent(replaced.id, 'me', NOW);
      await repository.supersedeLink(replaced.id, NOW);
      await repository.abandon(replaced.id, 'me', 'rejected', NOW);
      expect(await count()).toBe(2);
      expect(await repository.countOrderLinks(link.orderKey!, 'other')).toBe(0);
    });
  });
}
