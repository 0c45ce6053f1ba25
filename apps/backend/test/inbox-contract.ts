import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NewDelivery } from '../src/repository/inbox.ts';
import type { Repository } from '../src/repository/repository.ts';
import { payerLink } from './repository-contract.ts';

const NOW = 1_700_000_000_000;

/** Tests of the inbox, for each database. */
export function inboxContract(name: string, open: () => Promise<Repository>): void {
  describe(`webhook inbox: ${name}`, () => {
    let repository: Repository;
    beforeEach(async () => {
      repository = await open();
    });
    afterEach(() => repository.close());

    const delivery = (id: string, receivedAt = NOW): NewDelivery => ({
      id,
      receivedAt,
      event: 'transaction.paid',
      upstreamId: 'up-1',
      ourRef: null,
      body: Buffer.from([0, 255, 1]),
    });
    const claim = async (now: number): Promise<[string, number][]> =>
      (await repository.claimDeliveries(now, 10, now + 100)).map(({ id, tries }) => [id, tries]);

    it('stores a delivery once when it arrives several times concurrently', async () => {
      const kept = await Promise.all(Array.from({ length: 10 }, () => repository.keepDelivery(delivery('d'))));
      expect(kept.filter(Boolean)).toHaveLength(1);
      const { body: _body, ...expected } = delivery('d');
      expect(await repository.claimDeliveries(NOW, 10, NOW + 1)).toEqual([{ ...expected, tries: 1 }]);
    });

    it('one process at a time claims a delivery, another after the claim ends, and none after it is finished', async () => {
      await repository.keepDelivery(delivery('a'));
      await repository.keepDelivery(delivery('b', NOW + 50));
      const both = await Promise.all([claim(NOW), claim(NOW)]);
      expect(both.flat()).toEqual([['a', 1]]);
      expect(await claim(NOW + 99)).toEqual([['b', 1]]);
      expect(await claim(NOW + 100)).toEqual([['a', 2]]);
      await repository.postponeDelivery('a', NOW + 5000);
      await repository.finishDelivery('b', 'read');
      expect(await claim(NOW + 4999)).toEqual([]);
      expect(await claim(NOW + 5000)).toEqual([['a', 3]]);
      await repository.postponeDelivery('b', NOW);
      expect(await repository.delivery('b')).toEqual({ note: 'read', tries: 1 });
      expect(await repository.keepDelivery(delivery('b'))).toBe(false);
      expect(await repository.delivery('c')).toBeNull();
    });

    it('removes only old, finished deliveries', async () => {
      for (const [id, at] of [
        ['old', NOW - 1],
        ['new', NOW],
        ['undone', NOW - 1],
      ] as const)
        await repository.keepDelivery(delivery(id, at));
      await repository.finishDelivery('old', 'read');
      await repository.finishDelivery('new', 'read');
      expect(await repository.pruneDeliveries(NOW)).toBe(1);
      expect([
        await repository.delivery('old'),
        (await repository.delivery('new'))?.note,
        (await repository.delivery('undone'))?.note,
      ]).toEqual([null, 'read', null]);
    });

    it('finds a link by its id at MyTPE', async () => {
      const link = payerLink('one');
      await repository.insertLink(link, { token: 'me', until: NOW }, null);
      await repository.recordDraft(link.id, 'me', { upstreamId: 'up-1', url: 'https://pay.test/x' });
      expect((await repository.linkByUpstreamId(link.baseUrl, 'up-1'))?.id).toBe(link.id);
      expect(await repository.linkByUpstreamId('http://another/api', 'up-1')).toBeNull();
    });
  });
}

/** The queries of the inbox, one for each index. */
export const INBOX_QUERIES: readonly string[] = [
  'SELECT id FROM webhooks_in WHERE note IS NULL AND due_at <= 5 ORDER BY due_at LIMIT 5',
  'SELECT id FROM webhooks_in WHERE note IS NOT NULL AND received_at < 5',
  "SELECT * FROM links WHERE base_url = 'x' AND upstream_id = 'y'",
];
