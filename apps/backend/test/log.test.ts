import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { startSystem } from './harness.ts';

const KEY = 'planted-key-that-nobody-should-read';
const ADMIN_TOKEN = 'planted-operators-token-of-32-chars!';

it('at level trace, the log contains no secrets, keys, ids or amounts', async () => {
  const system = await startSystem({ LOG_LEVEL: 'trace', ADMIN_TOKEN });
  const { body: link } = await system.post({ offer: 'tshirt', reference: 'order-7' }, KEY);
  await system.get(`/v1/links/${link.id}`, { cookie: 'planted-cookie' });
  await system.get('/v1/links/lnk_unknown-but-tried');
  await system.get('/ready', { authorization: `Bearer ${ADMIN_TOKEN}` });
  await system.get('/v1/offers/tshirt?planted-in-the-query=1');
  await system.post({ offer: 'tshirt', title: 'planted title' }, KEY);
  await system.post({ offer: 'tshirt', amount: '66.60' }, KEY);
  // A failed call to MyTPE is logged with its cause, which could contain the credentials.
  await system.control('POST', '/faults', { match: { method: 'POST' }, fault: { type: 'status', status: 422 } });
  expect((await system.post({ offer: 'tshirt' }, `${KEY}-2`)).status).toBe(502);
  const log = system.logs.join('');
  const secrets = [
    SANDBOX_SECRET,
    SANDBOX_KEY,
    ADMIN_TOKEN,
    KEY,
    'planted',
    link.id,
    link.id.slice(4),
    link.url,
    'unknown-but-tried',
    '66.60',
  ];
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  // The search works: it finds text that the log does contain.
  expect(['upstream_rejected', 'responded', 'refused', '/v1/links/:id'].filter((text) => !log.includes(text))).toEqual(
    [],
  );
});
