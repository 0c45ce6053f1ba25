import { describe, expect, it } from 'vitest';

import { DOSSIER, openKycShop } from './kyc-shop.ts';
import { CREDENTIALS } from './shop.ts';

describe('reviews', () => {
  it('are decided once, with a reason, and announced', async () => {
    const { form, review, api, control } = await openKycShop();
    const { id } = (await form('POST', '/identifications', DOSSIER)).body.data;
    expect((await review('identifications', id, 'refuse', 'Illisible')).body).toEqual({ decided: true });
    expect((await api('GET', `/identifications/${id}`)).body.data).toMatchObject({
      status: 'refused',
      reason: 'Illisible',
    });
    expect((await review('identifications', id)).status).toBe(409);
    expect((await review('planets', id)).status).toBe(404);
    expect((await control('GET', '/state')).body.onboarding_status).toBe('kyc_in_progress');
  });
});

it('show nothing to another trader’s credentials', async () => {
  const { sandbox } = await openKycShop();
  const headers = { ...CREDENTIALS, 'x-api-secret': 'wrong' };
  const response = await fetch(`${sandbox.apiBaseUrl}/identifications`, { headers });
  expect([response.status, await response.json()]).toEqual([
    401,
    { error: 'UNAUTHORIZED', message: 'Invalid API credentials.' },
  ]);
});
