import { OfferEntry } from '@mytpe-pay/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LinkRow, NewLink } from '../src/domain/link.ts';
import { completeSignedOffer } from '../src/config/catalog-offer.ts';
import { parseCatalog } from '../src/config/catalog.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { NO_REQUESTER, newLink } from '../src/links/new-link.ts';
import { type Budget, limitSql, HOLDER } from '../src/repository/insert-link.ts';
import { ANY_PAYER_LINK } from '../src/repository/links.ts';
import type { Lease } from '../src/repository/leases.ts';
import type { Repository } from '../src/repository/repository.ts';

const catalog = parseCatalog(
  `
offers:
  tshirt: { title: T-shirt, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  workshop: { title: Workshop, amount_mode: fixed, amount: 4500, usage_mode: limited, max_uses: 20 }
`,
  'offers.yaml',
);
const tshirt = catalog.get('tshirt')!;
const BASE = 'http://mytpe.test/api/ext';
const LIMITS = { linkTtlMs: 72 * 3_600_000 };
export const NOW = 1_700_000_000_000;

const CLIENT = { ...NO_REQUESTER, request: 'r', client: 'c1', clientSite: 's1', clientBlock: 'b1' };
const ACCOUNT = { baseUrl: BASE, instanceId: 'i1' };

/** Creates a payer link that is not inserted yet. */
export function payerLink(attempt: string): NewLink {
  const requester = { ...CLIENT, idempotencyHash: attempt };
  return newLink(tshirt, planLink(tshirt, null), ACCOUNT, requester, NOW, LIMITS);
}

/** Creates a link of a signed order. Its tokens differ in `amount` and `iat`. */
export function orderLink(attempt: string, amount = '4500', iat = 1000): NewLink {
  const entry = { title: 'Order', amount_mode: 'fixed', amount, usage_mode: 'one_shot' };
  const offer = completeSignedOffer('token-1', OfferEntry.parse(entry), { jti: 'order-1', iat }, () => null);
  const requester = { ...CLIENT, idempotencyHash: attempt };
  return newLink(offer, planLink(offer, null), ACCOUNT, requester, NOW, LIMITS);
}

/** The queries that run for every new link or every snapshot. */
export const HOT_QUERIES = [
  "SELECT * FROM links WHERE id = 'x'",
  "SELECT * FROM links WHERE attempt = 'x' AND status NOT IN ('rejected', 'gone')",
  ANY_PAYER_LINK.replace('$1', "'x'"),
  "SELECT * FROM links WHERE fingerprint = 'x' AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')",
  HOLDER.replace('$1', "'x'").replace('$2', "'y'"),
  "SELECT * FROM links WHERE base_url = 'x' AND next_read_at <= 5 ORDER BY next_read_at LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND status IN ('requested', 'drafted') AND lease_until <= 5 ORDER BY created_at LIMIT 5",
  ...(['installation', 'address', 'site', 'block', 'unpaid', 'offer', 'offer_address', 'offer_site', 'signed'] as const)
    .map(limitSql)
    .map((sql) =>
      sql
        .replace('$1', '5')
        .replace('$2', '5')
        .replaceAll(/\$[34]/g, "'x'"),
    ),
  'SELECT count(*) FROM links WHERE created_at > 5 AND order_key IS NULL',
  "SELECT count(*) FROM links WHERE order_key = 'x' AND offer_version = 'y' AND (sent_at IS NOT NULL OR upstream_id IS NOT NULL)",
  "SELECT * FROM links WHERE base_url = 'x' AND offer = 'y' AND jti IS NOT NULL AND status <> 'rejected' ORDER BY token_iat DESC, created_at DESC LIMIT 5",
  "SELECT * FROM links WHERE base_url = 'x' AND offer = 'y' AND jti IS NOT NULL AND order_key = 'z' AND (closed_at IS NULL OR paid_count > 0) LIMIT 1",
];

/** Tests of the repository, for each database. */
export function repositoryContract(name: string, open: () => Promise<Repository>): void {
  describe(`repository: ${name}`, () => {
    let repository: Repository;
    let attempts = 0;

    beforeEach(async () => {
      repository = await open();
    });
    afterEach(() => repository.close());

    const payer = (changes: Partial<NewLink> = {}): NewLink => ({
      ...payerLink(`attempt-${++attempts}`),
      ...changes,
    });
    const shared = (): NewLink => {
      const offer = catalog.get('workshop')!;
      return newLink(offer, planLink(offer, null), ACCOUNT, NO_REQUESTER, NOW, LIMITS);
    };
    const lease = (token = 'me', until = NOW + 60_000): Lease => ({ token, until });
    const insert = async (link: NewLink, budget: Budget | null = null, token?: string): Promise<LinkRow> => {
      const outcome = await repository.insertLink(link, lease(token), budget);
      if (outcome.kind === 'over_budget') throw new Error('over budget');
      return outcome.row;
    };
    const issued = async (link: NewLink): Promise<LinkRow> => {
      const row = await insert(link);
      await repository.recordDraft(row.id, 'me', { upstreamId: `up-${row.id}`, url: `https://pay.test/${row.id}` });
      const active = await repository.recordSnapshot(row.id, {
        status: 'active',
        paidCount: 0,
        totalCollected: 0,
        readAt: NOW,
      });
      await repository.releaseLease(row.id, 'me');
      return active!;
    };

    it('releases the lease with a snapshot, but only for its owner', async () => {
      const { id } = await insert(payer());
      await repository.recordDraft(id, 'me', { upstreamId: 'up-1', url: 'https://pay/1' });
      const snapshot = { status: 'active', paidCount: 0, totalCollected: 0, readAt: NOW };
      const other = { token: 'other', until: NOW + 60_000 };
      for (const by of [{}, { leaseToken: 'other' }]) {
        await repository.recordSnapshot(id, { ...snapshot, ...by });
        expect(await repository.takeLease(id, other, NOW)).toBeNull();
      }
      await repository.recordSnapshot(id, { ...snapshot, leaseToken: 'me' });
      expect(await repository.takeLease(id, other, NOW)).not.toBeNull();
    });

    it('returns the payments that a snapshot is the first to report', async () => {
      const { id } = await issued(payer());
      const record = async (paidCount: number): Promise<number> => {
        const snapshot = { status: 'active', paidCount, totalCollected: paidCount * 450_000, readAt: NOW };
        return (await repository.recordSnapshot(id, snapshot))!.newPayments;
      };
      expect([await record(0), await record(2), await record(2), await record(1), await record(3)]).toEqual([
        0, 2, 0, 0, 1,
      ]);
    });

    it('returns the inserted link', async () => {
      const origins = ['https://shop.example', 'https://*.example.dz'];
      const texts = { description: 'قميص', language: 'ar', metadata: { size: 'L' } } as const;
      const link = payer({ reference: 'A-1', allowedOrigins: origins, ...texts });
      expect(await repository.link((await insert(link)).id)).toMatchObject({
        ...link,
        status: 'requested',
        upstreamId: null,
        paidCount: 0,
        sentAt: null,
      });
      expect(await repository.link('lnk_nobody')).toBeNull();
    });

    it('lets one row hold a fingerprint and an idempotency hash', async () => {
      const first = shared();
      expect((await repository.insertLink(first, lease(), null)).kind).toBe('inserted');
      const second = await repository.insertLink({ ...shared() }, lease(), null);
      expect(second).toMatchObject({ kind: 'existing', row: { id: first.id } });
      const taken = payer();
      await insert(taken);
      expect(
        await repository.insertLink(payer({ idempotencyHash: taken.idempotencyHash }), lease(), null),
      ).toMatchObject({
        kind: 'existing',
        row: { id: taken.id },
      });
    });

    it('only a rejected, gone or superseded row releases its fingerprint and its idempotency hash', async () => {
      const first = await issued(shared());
      await repository.recordSnapshot(first.id, {
        status: 'exhausted',
        paidCount: 20,
        totalCollected: 1,
        readAt: NOW + 1,
      });
      expect((await repository.insertLink(shared(), lease(), null)).kind).toBe('existing');
      await repository.supersede(BASE, new Map([['workshop', 'other@i1']]), NOW);
      expect((await repository.insertLink(shared(), lease(), null)).kind).toBe('inserted');

      const gone = await issued(payer());
      await repository.recordSnapshot(gone.id, { status: 'gone', paidCount: 0, totalCollected: 0, readAt: NOW + 1 });
      expect(await repository.linkByIdempotencyHash(gone.idempotencyHash!)).toBeNull();
      const rejected = await insert(payer());
      expect(await repository.abandon(rejected.id, 'me', 'rejected', NOW)).toBe(true);
      expect(await repository.linkByFingerprint(rejected.fingerprint)).toBeNull();
    });

    it('keeps the slug of a create unless MyTPE certainly did not execute it', async () => {
      const row = await insert(payer());
      expect(row.slug).toBeNull();
      const sending = { carried: { count: 3, amount: 700 }, slug: 't-shirt-k3x9p0' };
      expect(await repository.recordSent(row.id, 'other', NOW, sending)).toBe(false);
      expect(await repository.recordSent(row.id, 'me', NOW, sending)).toBe(true);
      const sent = { sentAt: NOW, slug: 't-shirt-k3x9p0', carriedCount: 3, carriedAmount: 700 };
      expect(await repository.link(row.id)).toMatchObject(sent);
      expect(await repository.recordSent(row.id, 'me', null)).toBe(true);
      expect(await repository.link(row.id)).toMatchObject({ ...sent, sentAt: null, slug: null });
    });

    it('only the owner of the lease can change the row, until the lease expires', async () => {
      const row = await insert(payer());
      expect(await repository.takeLease(row.id, lease('other'), NOW)).toBeNull();
      expect(await repository.recordSent(row.id, 'other', NOW)).toBe(false);
      expect(await repository.takeLease(row.id, lease('me', NOW + 90_000), NOW)).not.toBeNull();
      expect(await repository.takeLease(row.id, lease('other', NOW + 200_000), NOW + 90_000)).not.toBeNull();
      expect(await repository.recordDraft(row.id, 'me', { upstreamId: 'late', url: 'https://pay.test/late' })).toBe(
        false,
      );
      expect(
        await repository.recordDraft(row.id, 'other', { upstreamId: 'first', url: 'https://pay.test/first' }),
      ).toBe(true);
      expect(
        await repository.recordDraft(row.id, 'other', { upstreamId: 'again', url: 'https://pay.test/again' }),
      ).toBe(false);
      expect(await repository.link(row.id)).toMatchObject({ upstreamId: 'first', status: 'drafted' });
    });

    it('concurrent inserts for an order leave one open row', async () => {
      const budget: Budget = { now: NOW, limits: [{ of: 'signed', most: 100, windowMs: 60_000 }] };
      const links = Array.from({ length: 20 }, (_, n) => orderLink(`order-${n}`, String(100 + n)));
      const outcomes = await Promise.all(links.map((link) => repository.insertLink(link, lease(), budget)));
      const [holder, ...more] = outcomes.filter(({ kind }) => kind === 'inserted');
      expect(more).toEqual([]);
      const ids = outcomes.map((outcome) => (outcome.kind === 'over_budget' ? null : outcome.row.id));
      expect(new Set(ids)).toEqual(new Set([(holder as { row: LinkRow }).row.id]));
    });

    const read = (id: string, status: string, paidCount = 0) =>
      repository.recordSnapshot(id, { status, paidCount, totalCollected: paidCount * 450_000, readAt: NOW + 1 });

    it('an open row, superseded or not, and a paid row block another link for the order', async () => {
      const first = await issued(orderLink('a'));
      const isHeld = async () => expect((await insert(orderLink('b', '5000', 2000))).id).toBe(first.id);
      await isHeld();
      await repository.supersedeLink(first.id, NOW);
      await isHeld();
      await read(first.id, 'paused');
      await isHeld();
      await read(first.id, 'archived', 1);
      await isHeld();
    });

    it('a row that was archived unpaid releases its order and its idempotency key', async () => {
      const first = await issued(orderLink('a'));
      await read(first.id, 'archived');
      const second = await insert(orderLink('b', '5000', 2000));
      expect(second.id).not.toBe(first.id);
      await repository.abandon(second.id, 'me', 'rejected', NOW);
      expect((await insert(orderLink('a'))).id).not.toBe(first.id);
      // A late payment of the old link is still recorded.
      expect(await read(first.id, 'archived', 1)).toMatchObject({ paidCount: 1, paidSeenAt: NOW + 1 });
    });

    it('returns the links of a signed offer, the newest token first', async () => {
      const first = await issued(orderLink('a'));
      await read(first.id, 'archived');
      const second = await insert(orderLink('b', '5000', 2000));
      const known = async () =>
        (await repository.tokenLinks(BASE, 'token-1', 10)).map(({ id, tokenIat }) => [id, tokenIat]);
      expect(await known()).toEqual([
        [second.id, 2000],
        [first.id, 1000],
      ]);
      await repository.noteToken(first.id, 3000, ['https://new.example']);
      await repository.noteToken(first.id, 2500, ['https://old.example']);
      expect((await repository.link(first.id))!.allowedOrigins).toEqual(['https://new.example']);
      expect(await known()).toEqual([
        [first.id, 3000],
        [second.id, 2000],
      ]);
      expect(await repository.tokenLinks(BASE, 'tshirt', 10)).toEqual([]);
      expect(await repository.supersede(BASE, new Map(), NOW)).toBe(0);
      expect(await repository.supersedeToken(BASE, 'token-1', second.offerVersion, NOW)).toBe(0);
      expect(await repository.supersedeToken(BASE, 'token-1', first.offerVersion, NOW)).toBe(1);
      expect((await repository.link(second.id))!.supersededAt).toBe(NOW);
      await repository.abandon(second.id, 'me', 'rejected', NOW);
      expect((await known()).map(([id]) => id)).toEqual([first.id]);
    });

    it('keeps the first receipt', async () => {
      const { id } = await issued(payer());
      expect(await repository.keepReceipt(id, 'first')).toMatchObject({ id, receipt: 'first' });
      expect(await repository.keepReceipt(id, 'second')).toMatchObject({ receipt: 'first' });
      expect(await repository.keepReceipt('lnk_nobody', 'x')).toBeNull();
    });

    it('never removes a payment, and keeps the newest status', async () => {
      const { id } = await issued(payer());
      await repository.recordSnapshot(id, {
        status: 'exhausted',
        paidCount: 1,
        totalCollected: 450_000,
        readAt: NOW + 20,
      });
      const late = await repository.recordSnapshot(id, {
        status: 'active',
        paidCount: 0,
        totalCollected: 0,
        readAt: NOW + 10,
      });
      expect(late).toMatchObject({
        status: 'exhausted',
        paidCount: 1,
        totalCollected: 450_000,
        paidSeenAt: NOW + 20,
        closedAt: NOW + 20,
      });
    });

    it('schedules the next poll with the first snapshot', async () => {
      const { id } = await issued(payer());
      expect((await read(id, 'active'))?.nextPollAt).toBe(NOW + 15_000);
      await repository.schedulePoll(id, NOW + 60_000);
      expect((await read(id, 'active'))?.nextPollAt).toBe(NOW + 60_000);
    });

    it('stores an unknown upstream status', async () => {
      const { id } = await issued(payer());
      expect(
        await repository.recordSnapshot(id, { status: 'frozen', paidCount: 0, totalCollected: 0, readAt: NOW + 1 }),
      ).toMatchObject({ status: 'frozen', closedAt: null });
    });

    it('finds links that are due for a poll, unfinished, or ready to close', async () => {
      const open = await issued(payer());
      const requested = await insert(payer(), null);
      await repository.schedulePoll(open.id, NOW + 5);
      const due = async (now: number, base = BASE) =>
        (await repository.duePolls(base, now, 10, now + 100)).map(({ id }) => id);
      expect(await due(NOW + 4)).toEqual([]);
      expect(await due(NOW + 5, 'http://another/api')).toEqual([]);
      expect(await due(NOW + 5)).toEqual([open.id]);
      expect(await due(NOW + 104)).toEqual([]);
      expect(await due(NOW + 105)).toEqual([open.id]);
      await repository.schedulePoll(open.id, NOW + 900);
      await repository.pollBefore([open.id, requested.id], NOW + 300);
      await repository.pollBefore([open.id], NOW + 600);
      expect(await due(NOW + 299)).toEqual([]);
      expect(await due(NOW + 300)).toEqual([open.id]);
      await repository.schedulePoll(open.id, null);
      await repository.pollBefore([open.id], NOW);
      expect(await due(NOW + 300)).toEqual([]);
      expect((await repository.links([open.id, 'lnk_nobody', requested.id])).map(({ id }) => id).sort()).toEqual(
        [open.id, requested.id].sort(),
      );
      expect(await repository.unfinished(BASE, NOW, 10)).toEqual([]);
      expect((await repository.unfinished(BASE, NOW + 60_000, 10)).map(({ id }) => id)).toEqual([requested.id]);
      expect(await repository.closable(BASE, NOW - 1000, NOW, 10)).toEqual([]);
      expect((await repository.closable(BASE, NOW - 1000, open.expiresAt!, 10)).map(({ id }) => id)).toEqual([open.id]);
      await repository.supersede(BASE, new Map(), NOW);
      expect(await repository.closable(BASE, NOW - 1000, NOW, 10)).toEqual([]);
      expect((await repository.closable(BASE, NOW, NOW, 10)).map(({ id }) => id)).toEqual([open.id]);
    });

    it('supersedes only rows whose offer changed', async () => {
      const row = await issued(shared());
      const still = new Map<string, string | null>([['workshop', `${row.offerVersion}@i1`]]);
      expect(await repository.supersede(BASE, still, NOW)).toBe(0);
      expect(await repository.supersede(BASE, new Map([['workshop', null]]), NOW)).toBe(0);
      expect(await repository.supersede('http://another/api', new Map(), NOW)).toBe(0);
      expect(await repository.supersede(BASE, new Map([['workshop', `${row.offerVersion}@i2`]]), NOW)).toBe(1);
      expect((await repository.predecessors(BASE, 'workshop', 'limited')).map(({ id }) => id)).toEqual([row.id]);
    });

    it('finds each link whose texts are outdated in its language', async () => {
      const of = (title: string, description: string | null = null) => ({ title, description });
      const byLanguage = {
        ar: of('ورشة'),
        fr: of('Atelier', 'Trois heures'),
        en: of('Workshop'),
        default: of('Atelier'),
      };
      const outdated = async (changes: Partial<typeof byLanguage>, metadata = {}) => {
        const texts = { byLanguage: { ...byLanguage, ...changes }, metadata };
        return (await repository.outdatedTexts(BASE, 'workshop', texts, 10)).map(({ title }) => title).toSorted();
      };
      await issued({ ...shared(), title: 'Atelier' });
      const rows: LinkRow[] = [];
      for (const language of ['ar', 'fr', 'en'] as const)
        rows.push(await issued(payer({ offer: 'workshop', language, ...byLanguage[language] })));
      expect(await outdated({})).toEqual([]);
      expect(await outdated({ ar: of('دورة'), default: of('Cours') })).toEqual(['Atelier', 'ورشة']);
      expect(await outdated({ fr: of('Atelier') })).toEqual(['Atelier']);
      expect(await outdated({ en: of('Workshop', 'Three hours') })).toEqual(['Workshop']);
      expect(await outdated({}, { size: 'L' })).toHaveLength(4);
      await repository.recordTexts(rows[0]!.id, { ...of('دورة'), metadata: {} });
      expect(await outdated({ ar: of('دورة') })).toEqual([]);
    });

    it('keeps key-values and scripts', async () => {
      expect(await repository.keepValue('salt', 'a')).toBe('a');
      expect(await repository.keepValue('salt', 'b')).toBe('a');
      await repository.putValue('salt', 'c');
      expect(await repository.getValue('salt')).toBe('c');
      await repository.keepValue('key:b', '2');
      await repository.keepValue('key:a', '1');
      expect([
        await repository.listValues('key:'),
        await repository.listValues('key_'),
        await repository.listValues(''),
      ]).toEqual([['1', '2'], [], ['1', '2', 'c']]);
      const script = { version: '0.1.0', name: 'x.js', body: Buffer.from('1'), integrity: 'sha384-x' };
      await repository.keepScript(script);
      await repository.keepScript({ ...script, body: Buffer.from('2') });
      expect(await repository.scripts()).toEqual([script]);
      await expect(repository.check()).resolves.toBeUndefined();
    });
  });
}
