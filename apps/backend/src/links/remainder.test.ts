import { expect, it } from 'vitest';

import { createBackendParts } from '../../test/backend-parts.ts';
import type { LinkEvent } from './link-events.ts';
import { remainderOf } from './remainder.ts';

it('publishes payments that its read of the earlier link detects first, and stores their event', async () => {
  const parts = await createBackendParts();
  const { repository, linkEvents, clock, issue, pay } = parts;
  const earlier = await issue('workshop');
  await pay(earlier);
  await repository.supersedeLink(earlier.id, clock.now());
  const published: LinkEvent[] = [];
  linkEvents.subscribe((event) => published.push(event));

  const remainder = await remainderOf({ ...parts, newEventId: () => 'msg_1' }, earlier);

  expect(remainder).toMatchObject({ carried: { count: 1 }, terms: { maxUses: 4 }, exhausted: false });
  expect(published).toMatchObject([{ row: { id: earlier.id, paidCount: 1 }, newPayments: 1 }]);
  expect(await repository.events(earlier.baseUrl, null, null, 10)).toMatchObject([{ id: 'msg_1', type: 'link.paid' }]);
});
