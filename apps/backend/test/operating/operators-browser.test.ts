import { expect, it } from 'vitest';

import { startSystem } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const browser = { authorization: `Basic ${Buffer.from(`merchant:${ADMIN_TOKEN}`).toString('base64')}` };

it('a browser’s credentials allow the operator to read, but not to change anything', async () => {
  const { url, get, post } = await startSystem({ ADMIN_TOKEN });
  const { id } = (await post({ offer: 'tshirt' }, 'key-1')).body;
  for (const path of ['/metrics', '/admin/v1/links', '/admin/v1/payments?format=csv', '/admin/v1/audit'])
    expect((await fetch(url + path, { headers: browser })).status).toBe(200);
  expect((await get<{ reasons: string[] }>('/ready', browser)).body.reasons).toEqual([]);
  for (const site of ['same-origin', 'none'])
    expect((await get('/admin/v1/links', { ...browser, 'sec-fetch-site': site })).status).toBe(200);

  // Any page could make the browser send its stored credentials.
  const pressed = await fetch(`${url}/admin/v1/links/${id}/archive`, { method: 'POST', headers: browser });
  expect(pressed.status).toBe(401);
  for (const site of ['cross-site', 'same-site'])
    expect((await get('/admin/v1/links?format=csv', { ...browser, 'sec-fetch-site': site })).status).toBe(401);
  const { items } = (await get<{ items: { action: string }[] }>('/admin/v1/audit', browser)).body;
  expect(items.map(({ action }) => action)).toEqual(['export_payments']);
});

it('a browser that navigates to an admin route prompts for the token; another client gets a Bearer challenge', async () => {
  const { app } = (await startSystem({ ADMIN_TOKEN })).backend;
  const challenge = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/admin/v1/links', headers })).headers['www-authenticate'];
  expect(await challenge({})).toBe('Bearer realm="MyTPE Pay"');
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };
  expect(await challenge(navigation)).toMatch(/^Basic /);
  expect(await challenge({ ...browser, ...navigation })).toBeUndefined();
  // The token is valid, but the request is cross-site. A Basic challenge would prompt for the token repeatedly.
  expect(await challenge({ ...browser, ...navigation, 'sec-fetch-site': 'cross-site' })).toMatch(/^Bearer /);
});
