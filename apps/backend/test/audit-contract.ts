import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LinkRow, NewLink } from '../src/domain/link.ts';
import type { LinkFilter } from '../src/repository/links.ts';
import type { Repository } from '../src/repository/repository.ts';
import { payerLink } from './repository-contract.ts';

const ALL: LinkFilter = { by: 'created', offer: null, status: null, reference: null, from: null, until: null };
const BASE = payerLink('x').baseUrl;
const NOW = payerLink('x').createdAt;

/** Tests of the lists and of the audit log, for each database. */
export function auditContract(name: string, open: () => Promise<Repository>): void {
  describe(`operator records: ${name}`, () => {
    let repository: Repository;
    beforeEach(async () => {
      repository = await open();
    });
    afterEach(() => repository.close());

    const insert = async (minute: number, changes: Partial<NewLink> = {}): Promise<string> => {
      const link = { ...payerLink(`attempt-${minute}`), createdAt: NOW + minute * 60_000, ...changes };
      await repository.insertLink(link, { token: 'me', until: NOW }, null);
      return link.id;
    };
    const pay = async (id: string, readAt: number): Promise<void> => {
      await repository.recordDraft(id, 'me', { upstreamId: `up-${id}`, url: 'https://pay.test/x' });
      await repository.recordSnapshot(id, { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt });
    };
    const list = async (filter: Partial<LinkFilter> = {}): Promise<string[]> =>
      (await repository.listLinks(BASE, { ...ALL, ...filter }, null, 100)).map(({ id }) => id);

    it('lists links, newest first, with every filter', async () => {
      const [one, two, three] = [
        await insert(1),
        await insert(2, { offer: 'other', reference: 'A-1' }),
        await insert(3, { reference: 'A-2' }),
      ];
      await insert(4, { baseUrl: 'http://another/api' });
      await pay(one, NOW + 900_000);
      expect(await list()).toEqual([three, two, one]);
      expect(await list({ offer: 'other' })).toEqual([two]);
      expect(await list({ status: 'requested' })).toEqual([three, two]);
      expect(await list({ reference: 'A-1', offer: 'other', status: 'requested' })).toEqual([two]);
      expect(await list({ from: NOW + 120_000 })).toEqual([three, two]);
      expect(await list({ from: NOW + 120_000, until: NOW + 180_000 })).toEqual([two]);
      expect(await list({ by: 'paid' })).toEqual([one]);
      expect(await list({ by: 'paid', offer: 'other' })).toEqual([]);
      expect(await list({ by: 'paid', until: NOW + 900_000 })).toEqual([]);
    });

    it('pages contain every link once, even links of the same millisecond', async () => {
      const ids = new Set<string>();
      for (let at = 0; at < 7; at++)
        ids.add(await insert(at < 5 ? 1 : 2, { idempotencyHash: `a${at}`, fingerprint: `f${at}` }));
      const seen: LinkRow[] = [];
      for (let last: LinkRow | undefined; ;) {
        const after = last ? { at: last.createdAt, id: last.id } : null;
        const page = await repository.listLinks(BASE, ALL, after, 3);
        seen.push(...page);
        last = page.at(-1);
        if (page.length < 3) break;
      }
      expect(seen.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
      expect(seen.map(({ createdAt }) => createdAt)).toEqual(
        seen.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a),
      );
    });

    it('returns the earliest scheduled poll', async () => {
      expect(await repository.earliestPoll(BASE)).toBeNull();
      const [one, two] = [await insert(1), await insert(2)];
      await repository.schedulePoll(one, NOW + 50);
      await repository.schedulePoll(two, NOW + 20);
      expect(await repository.earliestPoll(BASE)).toBe(NOW + 20);
      expect(await repository.earliestPoll('http://another/api')).toBeNull();
    });

    it('keeps the audit log in order', async () => {
      const entry = (action: string, link: string | null, at: number) =>
        repository.audit({ at, actor: 'f1', action, outcome: 'asked', link, requestId: `r${at}` });
      await entry('pause', 'lnk_1', 1);
      await entry('archive', 'lnk_2', 2);
      await entry('export_links', null, 3);
      const all = await repository.auditLog(null, null, 10);
      expect(all.map(({ action }) => action)).toEqual(['export_links', 'archive', 'pause']);
      expect(all[2]).toEqual({
        id: expect.any(Number) as number,
        at: 1,
        actor: 'f1',
        action: 'pause',
        outcome: 'asked',
        link: 'lnk_1',
        requestId: 'r1',
      });
      expect(await repository.auditLog(null, null, 1)).toEqual(all.slice(0, 1));
      expect(await repository.auditLog(null, all[0]!.id, 10)).toEqual(all.slice(1));
      expect(await repository.auditLog('lnk_2', null, 10)).toEqual([all[1]]);
      expect(await repository.auditLog('lnk_2', all[1]!.id, 10)).toEqual([]);
    });
  });
}

/** The queries of the lists, one for each index. */
export const OPERATOR_QUERIES: readonly string[] = [
  "SELECT * FROM links WHERE base_url = 'x' ORDER BY created_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND created_at >= 5 AND (created_at, id) < (9, 'y') ORDER BY created_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND offer = 'x' AND (created_at, id) < (9, 'y') ORDER BY created_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND status = 'x' ORDER BY created_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND reference = 'x' ORDER BY created_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND paid_seen_at IS NOT NULL ORDER BY paid_seen_at DESC, id DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND paid_seen_at IS NOT NULL AND offer = 'x' AND (paid_seen_at, id) < (9, 'y') ORDER BY paid_seen_at DESC, id DESC LIMIT 5",
  "SELECT min(next_read_at) FROM links WHERE base_url = 'x' AND next_read_at IS NOT NULL",
  'SELECT * FROM audit WHERE id < 5 ORDER BY id DESC LIMIT 5',
  "SELECT * FROM audit WHERE link = 'x' AND id < 5 ORDER BY id DESC LIMIT 5",
];
