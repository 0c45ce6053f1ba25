import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { ApiError, type InvalidInputError, ResponseShapeError } from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf, useHarness } from './harness.ts';
import { partsOf, textsOf } from './received-parts.ts';
import { BANK_ACCOUNT, BRAND, IDENTIFICATION, list } from './samples.ts';
import { bytes, hangUp, json } from './scripted-server.ts';

const harness = useHarness();
const requests = () => harness.server.received.map(({ method, url }) => `${method} ${url.replace('/api/ext', '')}`);
const NEW_IDENTIFICATION = { name: 'Boutique', establishment_type_id: 't1', authorization_type_id: 'a1' };
const RIB = BANK_ACCOUNT.account_number;

describe('identifications', () => {
  it('are listed with the documented filters', async () => {
    harness.server.script(json(200, list([IDENTIFICATION])));
    const query = { status: 'accepted', establishment_type_id: 't1', sort_by: 'name', sort_dir: 'asc' } as const;
    const { data } = await harness.client().identifications.list(query);
    expect(data).toEqual([
      {
        ...IDENTIFICATION,
        created_at: new Date('2026-06-09T10:00:00Z'),
        updated_at: new Date('2026-06-09T10:00:00Z'),
      },
    ]);
    const { searchParams } = new URL(harness.server.received[0]!.url, 'http://x');
    expect(Object.fromEntries(searchParams)).toEqual({ ...query, per_page: '50' });
  });

  it('are created as multipart even without a file, and read back completely', async () => {
    harness.server.script(json(201, { data: { id: 'new', status: 'pending' } }), json(200, { data: IDENTIFICATION }));
    const made = await harness.client().identifications.create({ ...NEW_IDENTIFICATION, activity_id: undefined });
    expect(made.establishment_type).toEqual(IDENTIFICATION.establishment_type);
    expect(requests()).toEqual(['POST /identifications', 'GET /identifications/new']);
    expect(harness.server.received[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(await textsOf(harness.server.received[0]!)).toEqual(NEW_IDENTIFICATION);
  });

  it('that cannot be read back after a create have an unknown outcome, and the error contains the id', async () => {
    harness.server.script(json(201, { data: { id: 'new' } }), json(403, {}));
    const error = await failureOf(harness.client().identifications.create(NEW_IDENTIFICATION));
    expect(error).toMatchObject({ status: 403, outcome: 'unknown', message: expect.stringContaining('/new') });
  });

  it('have an unknown outcome if the create response has no id', async () => {
    harness.server.script(json(201, { message: 'Created.' }));
    const error = await failureOf(harness.client().identifications.create(NEW_IDENTIFICATION));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error.outcome).toBe('unknown');
    expect(requests()).toHaveLength(1);
  });

  it('that MyTPE rejects cause an error by field', async () => {
    const errors = { establishment_type_id: ['The selected establishment type id is invalid.'] };
    harness.server.script(json(422, { message: 'The given data was invalid.', errors }));
    const error = await failureOf(harness.client().identifications.create(NEW_IDENTIFICATION));
    expect(error).toMatchObject({ status: 422, outcome: 'rejected', fields: errors });
  });

  it.each<[object, string]>([
    [{ ...NEW_IDENTIFICATION, name: '  ' }, 'name'],
    [{ ...NEW_IDENTIFICATION, name: 'ن'.repeat(256) }, 'name'],
    [{ ...NEW_IDENTIFICATION, establishment_type_id: '' }, 'establishment_type_id'],
    [{ ...NEW_IDENTIFICATION, authorization_type_id: undefined }, 'authorization_type_id'],
    [{ ...NEW_IDENTIFICATION, activity_id: null }, 'activity_id'],
    [{ ...NEW_IDENTIFICATION, identification_file: null }, 'identification_file'],
    [{ ...NEW_IDENTIFICATION, status: 'accepted' }, 'input'],
    [undefined as unknown as object, 'input'],
  ])('%j is rejected by field, and nothing is sent', async (input, field) => {
    const error = await failureOf(harness.client().identifications.create(input as typeof NEW_IDENTIFICATION));
    expect(Object.keys((error as InvalidInputError).fields)).toEqual([field]);
    expect(requests()).toEqual([]);
  });

  it('may have a name of 255 characters of any byte length', async () => {
    harness.server.script(json(201, { data: { id: 'new' } }), json(200, { data: IDENTIFICATION }));
    const name = '😀'.repeat(255);
    await harness.client().identifications.create({ ...NEW_IDENTIFICATION, name });
    expect(await textsOf(harness.server.received[0]!)).toMatchObject({ name });
  });
});

describe('brands', () => {
  it('of one identification are found among all brands, by id or by the related object', async () => {
    const loaded = { ...BRAND, id: 'b3', identification_id: undefined, identification: { id: 'i1', name: 'N' } };
    harness.server.script(
      json(200, list([{ ...BRAND, id: 'b1', identification_id: 'i1' }, BRAND], 1, 2)),
      json(200, list([loaded, { ...BRAND, id: 'b4', identification_id: null }], 2, 2)),
    );
    const found = await harness.client().brands.listOf('i1');
    expect(found.map(({ id }) => id)).toEqual(['b1', 'b3']);
    expect(requests()).toEqual(['GET /brands?per_page=50&page=1', 'GET /brands?per_page=50&page=2']);
  });

  it('accept a JPEG or PNG as logo, and a PDF as document only', async () => {
    const { brands } = harness.client();
    const pdf = fileBytes('pdf', 20);
    const error = await failureOf(brands.create({ name: 'B', identification_id: 'i1', logo: pdf }));
    expect(error.message).toBe(
      'new brand: logo: the file contains PDF; allowed: JPEG or PNG, at most 5 MiB (5,242,880 bytes)',
    );
    harness.server.script(json(201, { data: { id: BRAND.id } }), json(200, { data: BRAND }));
    await brands.create({ name: 'B', identification_id: 'i1', file: pdf });
    expect((await partsOf(harness.server.received[0]!)).at(-1)).toMatchObject({ name: 'file', bytes: pdf });
  });
});

describe('bank accounts', () => {
  const input = { account_number: RIB, identification_id: 'i1' };

  it('are created with JSON, keep leading zeros, and are read back', async () => {
    harness.server.script(json(201, { data: { id: 'new' } }), json(200, { data: BANK_ACCOUNT }));
    expect(await harness.client().bankAccounts.create(input)).toMatchObject({ account_number: RIB, bank_code: '007' });
    expect(JSON.parse(harness.server.received[0]!.body)).toEqual(input);
    expect(requests()).toEqual(['POST /bank-accounts', 'GET /bank-accounts/new']);
  });

  it.each(['', '0079999900012345678', `${RIB}0`, '007 99999 0001234567 89', '00799999٠00123456789', `${RIB}\n`, 7])(
    'are rejected for %j, and the error does not contain the number',
    async (account_number) => {
      const given = { ...input, account_number: account_number as string };
      const error = await failureOf(harness.client().bankAccounts.create(given));
      expect(error.message).toMatch(/^new bank account: account_number: /);
      expect(error.message).not.toContain('00799999');
      expect(requests()).toEqual([]);
    },
  );

  it('do not show their number if a response is invalid', async () => {
    harness.server.script(json(200, { data: { ...BANK_ACCOUNT, status: 7 } }));
    const error = await failureOf(harness.client().bankAccounts.get('x'));
    expect(error).toMatchObject({ name: 'ResponseShapeError', path: 'data.status' });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(RIB);
  });
});

describe.each(['identifications', 'brands', 'bankAccounts'] as const)('deleting %s', (kind) => {
  const path = kind === 'bankAccounts' ? '/bank-accounts/x' : `/${kind}/x`;

  it.each([
    ['{message}', json(200, { message: 'Deleted.' })],
    ['204', bytes(204, '')],
    ['any other 2xx response', bytes(202, 'queued')],
    ['404: already gone', json(404, { error: 'NOT_FOUND', message: 'Not found.' })],
  ])('succeeds after %s', async (_what, step) => {
    harness.server.script(step);
    expect(await harness.client()[kind].delete('x')).toBeUndefined();
    expect(requests()).toEqual([`DELETE ${path}`]);
  });

  it.each([403, 409, 422])('rejects with MyTPE’s message for %d', async (status) => {
    harness.server.script(json(status, { message: 'It is used by an instance.' }));
    const error = await failureOf(harness.client()[kind].delete('x'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status,
      outcome: 'rejected',
      message: expect.stringContaining('used by an instance'),
    });
  });

  it('is not repeated if the response is lost', async () => {
    harness.server.script(hangUp);
    expect(await failureOf(harness.client()[kind].delete('x'))).toMatchObject({ outcome: 'unknown' });
    expect(requests()).toHaveLength(1);
  });
});
