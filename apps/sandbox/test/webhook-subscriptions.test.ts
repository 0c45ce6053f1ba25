import { describe, expect, it } from 'vitest';

import { EXT_EVENTS } from '../src/model/events.ts';
import { openShop } from './shop.ts';
import { openWebhookShop } from './webhook-shop.ts';

const URL = 'https://example.com/webhooks/mytpe';
const MILLISECONDS = '2026-06-09T12:00:00.000Z';

it('is created as documented: all events, active, its secret shown once', async () => {
  const { api } = await openShop();
  const events = ['transaction.paid', 'payment_link.exhausted'];
  const { status, body } = await api('POST', '/webhooks', { url: URL, description: 'Production', events });
  const { id, secret, ...rest } = body.data;
  expect([status, typeof id]).toEqual([201, 'string']);
  expect(secret).toMatch(/^whsec_[0-9a-f]{48}$/);
  const shown = { url: URL, description: 'Production', events, is_active: true };
  expect(rest).toEqual({ ...shown, created_at: MILLISECONDS, updated_at: MILLISECONDS });
  const times = { created_at: MILLISECONDS, updated_at: MILLISECONDS };
  expect((await api('GET', `/webhooks/${id}`)).body).toEqual({ data: { id, ...shown, ...times } });

  await api('POST', '/webhooks', { url: `${URL}/2` });
  const list = (await api('GET', '/webhooks')).body;
  expect(list.data).toMatchObject([{ url: `${URL}/2`, description: null, events: [], is_active: true }, { id }]);
  expect([list.meta.total, list.links.next]).toEqual([2, null]);
  expect(JSON.stringify(list)).not.toContain('whsec_');
});

it('pages like other lists', async () => {
  const { api } = await openShop();
  for (const name of ['a', 'b', 'c']) await api('POST', '/webhooks', { url: `https://${name}.example/` });
  const urls = async (query: string): Promise<string[]> =>
    (await api('GET', `/webhooks?${query}`)).body.data.map(({ url }: { url: string }) => url[8]);
  expect(await urls('')).toEqual(['c', 'b', 'a']);
  expect(await urls('sort_by=created_at')).toEqual(['a', 'b', 'c']);
  expect(await urls('per_page=2&page=2')).toEqual(['a']);
  expect(await urls('search=B.EXAMPLE')).toEqual(['b']);
});

it('changes the fields of a PATCH only', async () => {
  const { api } = await openShop();
  const { id } = (await api('POST', '/webhooks', { url: URL, description: 'd', events: ['form.submitted'] })).body.data;
  const patch = async (body: object) => (await api('PATCH', `/webhooks/${id}`, body)).body.data;
  expect(await patch({ is_active: false })).toMatchObject({
    url: URL,
    description: 'd',
    events: ['form.submitted'],
    is_active: false,
  });
  expect(await patch({ events: [], description: null })).toMatchObject({ events: [], description: null });
  expect(await patch({ url: 'https://other.example' })).toMatchObject({
    url: 'https://other.example',
    is_active: false,
  });
  expect(await patch({})).not.toHaveProperty('secret');
});

it('is deleted with 204 and no body; later requests get a 404', async () => {
  const { api } = await openShop();
  const { id } = (await api('POST', '/webhooks', { url: URL })).body.data;
  const { status, body } = await api('DELETE', `/webhooks/${id}`);
  expect([status, body]).toEqual([204, null]);
  const gone = [
    ['GET', `/webhooks/${id}`],
    ['PATCH', `/webhooks/${id}`],
    ['DELETE', `/webhooks/${id}`],
    ['POST', `/webhooks/${id}/regenerate-secret`],
    ['GET', `/webhooks/${id}/deliveries`],
    ['POST', `/webhooks/${id}/deliveries/x/redeliver`],
  ] as const;
  for (const [method, path] of gone) {
    const response = await api(method, path);
    expect([response.status, response.body.error]).toEqual([404, 'WEBHOOK_NOT_FOUND']);
  }
});

it('lists the events, and creates a new secret on request', async () => {
  const { api } = await openShop();
  expect((await api('GET', '/webhooks/events')).body).toEqual({ data: EXT_EVENTS });
  const { id, secret } = (await api('POST', '/webhooks', { url: URL })).body.data;
  const fresh = (await api('POST', `/webhooks/${id}/regenerate-secret`)).body.data;
  expect(fresh).toMatchObject({ id, url: URL, secret: expect.stringMatching(/^whsec_[0-9a-f]{48}$/) });
  expect(fresh.secret).not.toBe(secret);
});

describe('returns a 422 with a field error', () => {
  it.each([
    [{}, 'url'],
    [{ url: 5 }, 'url'],
    [{ url: 'example.com' }, 'url'],
    [{ url: 'http://example.com' }, 'url'],
    [{ url: 'http://127.0.0.1.example.com' }, 'url'],
    [{ url: 'ftp://127.0.0.1' }, 'url'],
    [{ url: `https://example.com/${'x'.repeat(2_000)}` }, 'url'],
    [{ url: URL, events: 'transaction.paid' }, 'events'],
    [{ url: URL, events: ['transaction.paid', 'transaction.completed'] }, 'events.1'],
    [{ url: URL, is_active: 'yes' }, 'is_active'],
    [{ url: URL, description: 'x'.repeat(256) }, 'description'],
  ])('for %j', async (body, field) => {
    const { api } = await openShop();
    const response = await api('POST', '/webhooks', body);
    expect([response.status, Object.keys(response.body.errors)]).toEqual([422, [field]]);
    expect((await api('GET', '/webhooks')).body.data).toEqual([]);
  });

  it('accepts an empty list of events, and counts a repeated name once', async () => {
    const { api } = await openShop();
    const event = 'transaction.paid';
    expect((await api('POST', '/webhooks', { url: URL, events: [] })).body.data.events).toEqual([]);
    expect((await api('POST', '/webhooks', { url: URL, events: [event, event] })).body.data.events).toEqual([event]);
  });

  it('validates a PATCH with the same rules, and changes nothing when it is invalid', async () => {
    const { api } = await openShop();
    const { id } = (await api('POST', '/webhooks', { url: URL })).body.data;
    const { status } = await api('PATCH', `/webhooks/${id}`, { is_active: false, url: 'http://example.com' });
    expect(status).toBe(422);
    expect((await api('GET', `/webhooks/${id}`)).body.data).toMatchObject({ url: URL, is_active: true });
  });
});

it.each(['http://127.0.0.1:9/x', 'http://localhost:9', 'http://[::1]:9'])('accepts %s, and marks it', async (url) => {
  const { api, control } = await openShop();
  expect((await api('POST', '/webhooks', { url })).status).toBe(201);
  const { requests } = (await control('GET', '/requests')).body;
  expect(requests[0].assumed.join()).toContain('https addresses only');
});

it('keeps at most 50', async () => {
  const { api } = await openShop();
  for (let made = 0; made < 50; made++) await api('POST', '/webhooks', { url: URL });
  const { status, body } = await api('POST', '/webhooks', { url: URL });
  expect([status, body.message]).toEqual([409, expect.stringContaining('Delete some first')]);
});

it('keeps secrets out of the log, the state and the page', async () => {
  const shop = await openWebhookShop();
  const { id } = await shop.subscribe('http://127.0.0.1:9/');
  await shop.listenV2('http://127.0.0.1:9/');
  await shop.api('POST', `/webhooks/${id}/regenerate-secret`);
  await shop.announce();
  const places = ['state', 'requests', 'deliveries', 'faults'].map((name) => `/_sandbox/${name}`);
  for (const path of ['/', ...places]) {
    const text = await (await fetch(`${shop.sandbox.url}${path}`)).text();
    expect(`${path} ${text}`).not.toMatch(/whsec_[0-9a-f]/);
  }
});
