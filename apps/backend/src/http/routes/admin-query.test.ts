import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { runs } from '../../../../../.ci/sample.ts';
import { Problem } from '../../lib/problem.ts';
import { listCursor, parseAuditQuery, parseListQuery } from './admin-query.ts';

const refusalOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Problem ? error.code : 'something else';
  }
};

it('parses a cursor to the position that it encodes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9e14 }), (at) => {
      const position = { at, id: `lnk_${randomBytes(18).toString('base64url')}` };
      expect(parseListQuery('created', { cursor: listCursor(position) }).after).toEqual(position);
    }),
  );
});

it('throws only `validation_failed` for any query', () => {
  const field = fc.constantFrom(
    'cursor',
    'limit',
    'offer',
    'status',
    'reference',
    'from',
    'until',
    'format',
    '__proto__',
  );
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.array(fc.string(), { maxLength: 2 }));
  fc.assert(
    fc.property(fc.dictionary(field, value, { maxKeys: 4 }), (query) => {
      const refusals = [
        refusalOf(() => parseListQuery('created', query)),
        refusalOf(() => parseListQuery('paid', query)),
        refusalOf(() => parseAuditQuery(query)),
      ];
      for (const refusal of refusals) expect([null, 'validation_failed']).toContain(refusal);
    }),
    { numRuns: runs(500, 5000) },
  );
});

it.each(['', 'x', Buffer.from('1.lnk_short').toString('base64url'), Buffer.from('-1.x').toString('base64url')])(
  'refuses the cursor %j',
  (cursor) => expect(refusalOf(() => parseListQuery('created', { cursor }))).toBe('validation_failed'),
);
