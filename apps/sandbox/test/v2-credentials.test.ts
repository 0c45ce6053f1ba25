import { describe, expect, it } from 'vitest';

import { CREDENTIALS, send } from './shop.ts';
import { openV2Shop } from './v2-shop.ts';

describe('credentials and addresses', () => {
  it.each([
    ['lower case', { 'x-api-key': CREDENTIALS['x-api-key'], 'x-api-secret': CREDENTIALS['x-api-secret'] }, 200],
    ['upper case', { 'X-API-KEY': CREDENTIALS['x-api-key'], 'X-API-SECRET': CREDENTIALS['x-api-secret'] }, 200],
    ['no secret', { 'X-API-KEY': CREDENTIALS['x-api-key'] }, 401],
    ['a wrong secret', { ...CREDENTIALS, 'x-api-secret': 'mts_wrong' }, 401],
    ['nothing', {}, 401],
  ])('with %s', async (_case, headers, status) => {
    const { sandbox } = await openV2Shop();
    const response = await send(`${sandbox.v2BaseUrl}/active`, 'GET', undefined, headers);
    expect([response.status, response.body.success]).toEqual([status, status === 200]);
  });

  it('404 for unknown ids, for links of the other API, and for unknown addresses', async () => {
    const { v2, form, draft } = await openV2Shop();
    const ext = await draft();
    for (const id of ['nope', ext.id]) {
      expect(await v2('GET', `/links/${id}`)).toMatchObject({ status: 404, body: { success: false } });
      expect(await v2('DELETE', `/links/${id}`)).toMatchObject({ status: 404 });
      expect(await v2('PATCH', `/links/${id}/toggle-status`)).toMatchObject({ status: 404 });
      expect(await v2('GET', `/links/${id}/transactions`)).toMatchObject({ status: 404 });
      expect(await v2('GET', `/links/${id}/export-transactions`)).toMatchObject({ status: 404 });
      expect(await form(`/links/update/${id}`, { title: 'x' })).toMatchObject({ status: 404 });
      expect(await v2('GET', `/${id}/links`)).toMatchObject({ status: 404 });
      expect(await v2('GET', `/${id}/webhook`)).toMatchObject({ status: 404 });
    }
    expect(await form('/update', { id: 'nope', name: 'x' })).toMatchObject({ status: 404 });
    expect(await v2('GET', '/links/x/y/z')).toMatchObject({ status: 404, body: { success: false } });
    expect(await v2('POST', '/links/transaction/check', { order_number: '1' })).toMatchObject({ status: 404 });
  });

  it('marks undocumented behaviour on the call', async () => {
    const { v2, control, stored } = await openV2Shop();
    await stored();
    await v2('GET', '/links/nope');
    const { requests } = (await control('GET', '/requests')).body;
    expect(requests[0].assumed).toEqual([]);
    expect(requests[1].assumed).toEqual(['The body of a 404 is not documented for v2.']);
  });
});
