import { expect, it } from 'vitest';

import { createCallLog } from './call-log.ts';

it('keeps the newest calls and numbers all calls', () => {
  const log = createCallLog(3);
  for (let call = 1; call <= 10; call++) {
    log.begin({ at: '2026-06-09T12:00:00.000Z', method: 'GET', path: `/api/${call}`, query: '', link_id: null });
  }
  expect(log.list().map(({ seq, path }) => `${seq} ${path}`)).toEqual(['8 /api/8', '9 /api/9', '10 /api/10']);
});
