import { describe, expect, it } from 'vitest';

import { InvalidInputError, NotAppliedError } from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf, useHarness } from './harness.ts';
import { partsOf, textsOf } from './received-parts.ts';
import { BANK_ACCOUNT, BRAND, IDENTIFICATION, INSTANCE } from './samples.ts';
import { bytes, json } from './scripted-server.ts';

const harness = useHarness();
const logo = fileBytes('png', 500);
const done = json(200, { data: { id: BRAND.id } });
const brand = (more: object = {}) => json(200, { data: { ...BRAND, logo: null, ...more } });
const WITH_LOGO = { logo: 'https://x/new.png', updated_at: '2026-11-21T08:00:00.000000Z' };
const noMethod = json(405, { message: 'The PUT method is not supported.' });
const required = json(422, { message: 'Invalid.', errors: { name: ['The name field is required.'] } });

/** Returns the method, the path and the type of body of each request. */
const requests = () =>
  harness.server.received.map(({ method, url, headers }) => {
    const kind = headers['content-type']?.split(';', 1)[0]!.split('/').at(-1);
    return [method, url.replace('/api/ext', ''), ...(kind === undefined ? [] : [kind])].join(' ');
  });
const READ = 'GET /brands/b1';
const PUT = 'PUT /brands/b1 form-data';
const POST = 'POST /brands/b1 form-data';

describe('an update with a file', () => {
  it('is a multipart PUT, as documented, and read back', async () => {
    harness.server.script(brand(), done, brand({ ...WITH_LOGO, name: 'New' }));
    expect(await harness.client().brands.update('b1', { name: 'New', logo })).toMatchObject({ name: 'New' });
    expect(requests()).toEqual([READ, PUT, READ]);
    expect(await partsOf(harness.server.received[1]!)).toEqual([
      { name: 'name', value: 'New' },
      { name: 'logo', filename: 'logo.png', type: 'image/png', bytes: logo },
    ]);
  });

  it('that was accepted and ignored is sent again as a POST', async () => {
    harness.server.script(brand(), done, brand(), done, brand(WITH_LOGO));
    expect(await harness.client().brands.update('b1', { logo })).toMatchObject({ logo: 'https://x/new.png' });
    expect(requests()).toEqual([READ, PUT, READ, POST, READ]);
    const [method, file] = await partsOf(harness.server.received[3]!);
    expect(method).toEqual({ name: '_method', value: 'PUT' });
    expect(file).toMatchObject({ name: 'logo', bytes: logo });
  });

  it('that worked as a POST is sent as a POST from then on', async () => {
    const { brands } = harness.client();
    harness.server.script(brand(), noMethod, done, brand(WITH_LOGO));
    await brands.update('b1', { logo });
    harness.server.script(brand(WITH_LOGO), done, brand({ ...WITH_LOGO, name: 'New' }));
    await brands.update('b1', { name: 'New', logo });
    expect(requests()).toEqual([READ, PUT, POST, READ, READ, POST, READ]);
  });

  it.each([
    ['400', json(400, { message: 'Bad request.' })],
    ['405', noMethod],
    ['415', bytes(415, '')],
    ['422 about a field that was sent', required],
    ['422 about another field', json(422, { errors: { identification_id: ['The identification is refused.'] } })],
    ['422 about no field', json(422, { message: 'Invalid.' })],
  ])('that is rejected with %s is sent again as a POST', async (_status, refusal) => {
    harness.server.script(brand(), refusal, done, brand({ ...WITH_LOGO, name: 'New' }));
    await harness.client().brands.update('b1', { name: 'New', logo });
    expect(requests()).toEqual([READ, PUT, POST, READ]);
  });

  it.each([
    ['403', json(403, {})],
    ['409', json(409, {})],
    ['500', json(500, {})],
  ])('that is rejected with %s is not sent again', async (_status, refusal) => {
    harness.server.script(brand(), refusal);
    await failureOf(harness.client().brands.update('b1', { name: 'New', logo }));
    expect(requests()).toEqual([READ, PUT]);
  });

  it('causes an error if neither way has an effect', async () => {
    harness.server.script(brand(), done, brand(), done, brand());
    const error = await failureOf(harness.client().brands.update('b1', { logo }));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error.message).toBe('update of brand b1 was accepted but not applied: it is unchanged');
    expect(error.outcome).toBe('unknown');
  });

  it('succeeds if a file replaces another without a visible difference', async () => {
    const same = brand({ logo: 'https://x/logo.png' });
    harness.server.script(same, done, same, done, same);
    expect(await harness.client().brands.update('b1', { logo })).toMatchObject({ logo: 'https://x/logo.png' });
    expect(requests()).toEqual([READ, PUT, READ, POST, READ]);
  });

  it('rejects with the error of the last way', async () => {
    harness.server.script(brand(), noMethod, json(422, { errors: { logo: ['Too small.'] } }));
    expect(await failureOf(harness.client().brands.update('b1', { logo }))).toMatchObject({
      status: 422,
      outcome: 'rejected',
      fields: { logo: ['Too small.'] },
    });
  });

  it.each([404, 405, 415])('rejects with the first error if the POST is rejected with %d', async (status) => {
    harness.server.script(brand(), required, json(status, { message: 'Not supported.' }));
    expect(await failureOf(harness.client().brands.update('b1', { name: 'New', logo }))).toMatchObject({
      status: 422,
      outcome: 'rejected',
      fields: { name: ['The name field is required.'] },
    });
    expect(requests()).toEqual([READ, PUT, POST]);
  });

  it('causes an error if MyTPE ignores the PUT and does not support the POST', async () => {
    harness.server.script(brand(), done, brand(), noMethod);
    const error = await failureOf(harness.client().brands.update('b1', { logo }));
    expect(error).toBeInstanceOf(NotAppliedError);
  });

  it('is not sent in another way if the response is lost', async () => {
    harness.server.script(brand(), (_request, response) => response.destroy());
    const error = await failureOf(harness.client().brands.update('b1', { logo }));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(requests()).toEqual([READ, PUT]);
  });
});

describe('putMultipart', () => {
  it('put: never sends a POST', async () => {
    harness.server.script(brand(), done, brand());
    const { brands } = harness.client({ putMultipart: 'put' });
    expect(await failureOf(brands.update('b1', { logo }))).toBeInstanceOf(NotAppliedError);
    expect(requests()).toEqual([READ, PUT, READ]);
  });

  it('post_override: sends only a POST', async () => {
    harness.server.script(brand(), done, brand(WITH_LOGO));
    await harness.client({ putMultipart: 'post_override' }).brands.update('b1', { logo });
    expect(requests()).toEqual([READ, POST, READ]);
  });

  it('rejects any other value', () => {
    const putMultipart = 'sometimes' as 'auto';
    expect(() => harness.client({ putMultipart })).toThrow(InvalidInputError);
  });
});

describe('an update without a file', () => {
  it('of a bank account is JSON', async () => {
    const account_number = '00799999000123456780';
    harness.server.script(
      json(200, { data: BANK_ACCOUNT }),
      done,
      json(200, { data: { ...BANK_ACCOUNT, account_number } }),
    );
    expect(await harness.client().bankAccounts.update('a1', { account_number })).toMatchObject({ account_number });
    expect(requests()).toEqual(['GET /bank-accounts/a1', 'PUT /bank-accounts/a1 json', 'GET /bank-accounts/a1']);
    expect(JSON.parse(harness.server.received[1]!.body)).toEqual({ account_number });
  });

  it('of an identification or a brand is multipart, as documented', async () => {
    const read = (more: object = {}) => json(200, { data: { ...IDENTIFICATION, ...more } });
    const { identifications, brands } = harness.client();
    harness.server.script(read(), done, read({ activity: null, name: 'New' }));
    await identifications.update('i1', { name: 'New', activity_id: null });
    harness.server.script(brand(), done, brand({ name: 'New' }));
    await brands.update('b1', { name: 'New' });
    const path = '/identifications/i1';
    expect(requests()).toEqual([`GET ${path}`, `PUT ${path} form-data`, `GET ${path}`, READ, PUT, READ]);
    expect(await textsOf(harness.server.received[1]!)).toEqual({ name: 'New', activity_id: '' });
    expect(await textsOf(harness.server.received[4]!)).toEqual({ name: 'New' });
  });

  it('that changes nothing is sent once and succeeds', async () => {
    const read = json(200, { data: IDENTIFICATION });
    harness.server.script(read, done, read);
    const same = { name: IDENTIFICATION.name, establishment_type_id: IDENTIFICATION.establishment_type.id };
    expect(await harness.client().identifications.update('i1', same)).toMatchObject({ name: same.name });
  });

  it('that only adds spaces around a value succeeds', async () => {
    const read = json(200, { data: INSTANCE });
    harness.server.script(read, done, read);
    const title = `  ${INSTANCE.title} `;
    expect(await harness.client().instances.update('i1', { title })).toMatchObject({ title: INSTANCE.title });
  });

  it('succeeds if MyTPE changes the notation of a value', async () => {
    const read = (title: string) => json(200, { data: { ...INSTANCE, title } });
    harness.server.script(read('Old'), done, read('New'));
    expect(await harness.client().instances.update('i1', { title: ' New ' })).toMatchObject({ title: 'New' });
  });

  it('without effect causes an error', async () => {
    const read = json(200, { data: INSTANCE });
    harness.server.script(read, done, read);
    expect(await failureOf(harness.client().instances.update('i1', { title: 'New' }))).toBeInstanceOf(NotAppliedError);
    expect(requests()).toEqual(['GET /instances/i1', 'PUT /instances/i1 json', 'GET /instances/i1']);
  });

  it('of an unknown item is not sent', async () => {
    harness.server.script(json(404, { error: 'INSTANCE_NOT_FOUND', message: 'Not found.' }));
    const error = await failureOf(harness.client().instances.update('unknown', { title: 'New' }));
    expect(error).toMatchObject({ status: 404, outcome: 'rejected' });
    expect(requests()).toHaveLength(1);
  });

  it('without any field is rejected', async () => {
    const { identifications, brands, bankAccounts, instances } = harness.client();
    for (const call of [
      identifications.update('x', {}),
      brands.update('x', { name: undefined }),
      bankAccounts.update('x', {}),
      instances.update('x', {}),
    ]) {
      expect(await failureOf(call)).toBeInstanceOf(InvalidInputError);
    }
    expect(requests()).toEqual([]);
  });
});
