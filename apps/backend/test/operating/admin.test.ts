import { expect, describe, it } from 'vitest';

import {
  type AdminLink,
  AdminLinkPage,
  AdminLinkWithHistory,
  type AuditEntry,
  AuditPage,
} from '../../src/admin/admin-views.ts';
import { type System, eventually, slugOf, startSystem, openStream } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Creates a client that sends requests as the operator. */
function operatorClient({ url, get }: System) {
  return {
    get: <T>(path: string) => get<T>(`/admin/v1${path}`, operator),
    text: async (path: string) => fetch(`${url}/admin/v1${path}`, { headers: operator }),
    act: async (id: string, action: string) => {
      const response = await fetch(`${url}/admin/v1/links/${id}/${action}`, { method: 'POST', headers: operator });
      return {
        status: response.status,
        requestId: response.headers.get('x-request-id'),
        body: (await response.json()) as AdminLink & { detail: string },
      };
    },
  };
}

async function withLinks(count: number) {
  const system = await startSystem({ ADMIN_TOKEN });
  const links = [];
  for (let at = 0; at < count; at++)
    links.push((await system.post({ offer: 'tshirt', reference: `R-${at}` }, `key-${at}`)).body);
  return { system, links, ...operatorClient(system) };
}

describe('the admin routes', () => {
  it('return 404 if ADMIN_TOKEN is not set', async () => {
    const { get, url } = await startSystem();
    expect((await get('/admin/v1/links', operator)).status).toBe(404);
    const init = { method: 'POST', headers: operator };
    expect((await fetch(`${url}/admin/v1/links/lnk_${'a'.repeat(22)}/pause`, init)).status).toBe(404);
  });

  it('require the admin token, and have the read limit', async () => {
    const system = await startSystem({ ADMIN_TOKEN, MAX_READS_PER_MINUTE: '6' });
    const statuses = [];
    for (const authorization of ['Bearer ', `Bearer ${ADMIN_TOKEN}x`, `Basic ${ADMIN_TOKEN}`])
      statuses.push((await system.get('/admin/v1/links', { authorization })).status);
    expect(statuses).toEqual([401, 401, 401]);
    expect((await system.get('/admin/v1/links', operator)).status).toBe(200);
    for (let time = 0; time < 2; time++) await system.get('/admin/v1/links');
    expect((await system.get('/admin/v1/links', operator)).status).toBe(429);
    expect(system.logs.join('')).not.toContain(ADMIN_TOKEN);
  });

  it('list issued links in pages, with filters', async () => {
    const { links, get } = await withLinks(5);
    const newest = links.map(({ id }) => id).toReversed();
    const first = (await get<Page<AdminLink>>('/links?limit=2')).body;
    expect(first.items.map(({ id }) => id)).toEqual(newest.slice(0, 2));
    const second = (await get<Page<AdminLink>>(`/links?limit=2&cursor=${first.next}`)).body;
    const third = (await get<Page<AdminLink>>(`/links?limit=2&cursor=${second.next}`)).body;
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(newest);
    expect(third.next).toBeNull();
    AdminLinkPage.parse(first);
    expect(first.items[0]).toMatchObject({
      offer: 'tshirt',
      scope: 'payer',
      status: 'active',
      amount: '4500.00',
      paid_count: 0,
      reference: 'R-4',
    });
    const ids = async (query: string) => (await get<Page<AdminLink>>(`/links?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('reference=R-2')).toEqual([links[2]!.id]);
    expect(await ids('offer=donation')).toEqual([]);
    expect(await ids('status=active&offer=tshirt')).toEqual(newest);
    expect(await ids(`from=${links[4]!.created_at}`)).toEqual([links[4]!.id]);
    expect(await ids(`until=${links[1]!.created_at}`)).toEqual([links[0]!.id]);
  });

  it.each([
    ['/links?limit=0', 'limit'],
    ['/links?limit=201', 'limit'],
    ['/links?cursor=bm90aGluZw', 'cursor'],
    ['/links?offer=A%20B', 'offer'],
    ['/links?from=yesterday', 'from'],
    ['/links?planted=1', 'planted'],
    ['/links?offer=a&offer=b', 'offer'],
    // PostgreSQL does not accept NUL.
    ['/links?status=%00', 'status'],
    ['/links?reference=%00', 'reference'],
    ['/deliveries?status=%00', 'status'],
    ['/payments?status=active', 'status'],
    ['/audit?cursor=-1', 'cursor'],
  ])('refuse %s and name the invalid field', async (path, field) => {
    const { get } = operatorClient(await startSystem({ ADMIN_TOKEN }));
    const { status, body } = await get<{ code: string; errors: { path: string }[] }>(path);
    expect([status, body.code, body.errors.map((error) => error.path)]).toEqual([400, 'validation_failed', [field]]);
  });

  it('pause, resume and archive a link at MyTPE, with audit log entries', async () => {
    const { system, links, get, act } = await withLinks(1);
    const { id } = links[0]!;
    const shown = async () => (await system.get<{ status: string; payable: boolean }>(`/v1/links/${id}`)).body;
    expect((await act(id, 'pause')).body.status).toBe('paused');
    expect(await shown()).toMatchObject({ status: 'paused', payable: false });
    expect((await act(id, 'resume')).body.status).toBe('active');
    expect(await shown()).toMatchObject({ status: 'active', payable: true });
    expect((await act(id, 'archive')).body).toMatchObject({
      status: 'archived',
      closed_at: expect.any(String) as string,
    });
    const late = await act(id, 'resume');
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('archived')]);
    expect(
      await system.calls('POST', `/api/ext/links/${(await get<AdminLink>(`/links/${id}`)).body.upstream_id}/pause`),
    ).toBe(1);

    const { items } = (await get<Page<AuditEntry>>('/audit')).body;
    expect(items.map(({ action, outcome }) => `${action}: ${outcome}`).toReversed()).toEqual([
      'pause: asked',
      'pause: done',
      'resume: asked',
      'resume: done',
      'archive: asked',
      'archive: done',
      'resume: asked',
      'resume: not done: the link is archived',
    ]);
    expect(new Set(items.map(({ actor }) => actor)).size).toBe(1);
    expect(items[0]).toMatchObject({
      link: id,
      actor: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      request_id: items[1]!.request_id,
    });
    expect(JSON.stringify(items)).not.toContain(ADMIN_TOKEN);
    const { body } = await get<AdminLinkWithHistory>(`/links/${id}`);
    expect(body.audit).toEqual(items);
    expect(body.history.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['asked for', 'sent to MyTPE', 'closed', 'last read: archived']),
    );
    expect(late.requestId).toBe(items[0]!.request_id);
    AdminLinkWithHistory.parse(body);
    AuditPage.parse({ items, next: null });
    const page = (await get<Page<AuditEntry>>('/audit?limit=3')).body;
    expect((await get<Page<AuditEntry>>(`/audit?limit=100&cursor=${page.next}`)).body.items).toEqual(items.slice(3));
  });

  it('return 404 for an unknown link, without an audit log entry', async () => {
    const { get, act } = operatorClient(await startSystem({ ADMIN_TOKEN }));
    for (const id of [`lnk_${'a'.repeat(22)}`, 'tshirt', '%00'])
      expect([(await get(`/links/${id}`)).status, (await act(id, 'pause')).status]).toEqual([404, 404]);
    expect((await get<Page<AuditEntry>>('/audit')).body.items).toEqual([]);
  });

  it('return 503 if MyTPE is down, and record the attempt in the audit log', async () => {
    const { system, links, get, act } = await withLinks(1);
    await system.sandbox.close();
    const response = await act(links[0]!.id, 'pause');
    expect([response.status, response.body]).toEqual([503, expect.objectContaining({ code: 'upstream_unavailable' })]);
    const outcomes = (await get<Page<AuditEntry>>('/audit')).body.items.map(({ outcome }) => outcome);
    expect(outcomes).toEqual([expect.stringMatching(/^MyTPE: un/), 'asked']);
  }, 30_000);

  it('list payments, and export links and payments as CSV', async () => {
    const { system, links, get, text } = await withLinks(2);
    const paid = links[0]!;
    const leaving = new AbortController();
    await openStream(`${system.url}/v1/links/${paid.id}/events`, leaving.signal);
    await system.control('POST', `/links/${slugOf(paid)}/pay`, {});
    const payments = async () => (await get<Page<AdminLink>>('/payments')).body.items;
    await eventually(async () => (await payments()).length === 1, 'the payment is listed');
    leaving.abort();
    expect((await payments())[0]).toMatchObject({
      id: paid.id,
      paid_count: 1,
      total_collected: '4500.00',
      paid_seen_at: expect.any(String) as string,
    });
    const table = await text('/links?format=csv&limit=1');
    expect(Object.fromEntries(table.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="links.csv"',
    });
    const lines = (await table.text()).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^"id","offer","scope","status","amount",/);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(links.map(({ id }) => `"${id}"`).toReversed());
    expect((await (await text('/payments?format=csv')).text()).split('\r\n')).toHaveLength(3);
    const { items } = (await get<Page<AuditEntry>>('/audit')).body;
    expect(items.map(({ action }) => action)).toEqual(['export_payments', 'export_links']);
  });
});
