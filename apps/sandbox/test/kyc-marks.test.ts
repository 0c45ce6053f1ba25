import { expect, it } from 'vitest';

import { DOSSIER, openKycShop } from './kyc-shop.ts';

it('marks as assumed only behaviour that the reference does not document', async () => {
  const { form, api, control } = await openKycShop();
  const assumedOf = async (): Promise<string[]> => (await control('GET', '/requests')).body.requests.at(-1).assumed;
  const made = await form('POST', '/identifications', DOSSIER);
  expect(await assumedOf()).toEqual([]);
  await api('GET', '/identifications');
  expect(await assumedOf()).toEqual([]);
  await form('PUT', `/identifications/${made.body.data.id}`, { name: 'Autre' });
  expect(await assumedOf()).toEqual([]);
  await form('POST', `/identifications/${made.body.data.id}`, { _method: 'PUT', name: 'Autre' });
  expect(await assumedOf()).toEqual([expect.stringMatching(/POST with _method/)]);
  await api('GET', '/brands');
  expect(await assumedOf()).toEqual([expect.stringMatching(/nested records .* are not documented/)]);
  await api('GET', '/identifications/nobody');
  expect(await assumedOf()).toEqual([]);
  await api('GET', '/brands/nobody');
  expect(await assumedOf()).toEqual(['The 404 code of this resource is not documented; only its pattern is.']);
  await form('POST', '/identifications', {});
  expect(await assumedOf()).toEqual([expect.stringMatching(/rules and the errors map .* are documented/)]);
  await form('POST', '/brands', {});
  expect(await assumedOf()).toEqual([expect.stringMatching(/the reference has no table/)]);
  const { body } = await api('GET', '/brands');
  await api('DELETE', `/identifications/${body.data[0].identification_id}`);
  expect(await assumedOf()).toEqual([expect.stringMatching(/expect 403, 409 or 422/)]);
});
