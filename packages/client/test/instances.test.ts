import { describe, expect, it } from 'vitest';

import { type ActivationInput, InvalidInputError } from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf, useHarness } from './harness.ts';
import { partsOf, textsOf } from './received-parts.ts';
import { ACTIVATION, INSTANCE, LINK, list } from './samples.ts';
import { hangUp, json } from './scripted-server.ts';

const harness = useHarness();
const requests = () => harness.server.received.map(({ method, url }) => `${method} ${url.replace('/api/ext', '')}`);
const IDS = { identification_id: 'i1', brand_id: 'b1', bank_account_id: 'a1' };
const ONLINE: ActivationInput = { title: 'Boutique Centrale - Alger', ...IDS, payment_method: 'online' };
const BY_CHEQUE: ActivationInput = { ...ONLINE, payment_method: 'cheque', payment_proof: fileBytes('jpeg', 900) };

describe('an activation request', () => {
  it('returns the fee transaction', async () => {
    harness.server.script(json(201, { data: ACTIVATION }));
    const request = await harness.client().instances.requestActivation(ONLINE);
    expect(request).toEqual({ ...ACTIVATION, amount: 300_000 });
    expect(requests()).toEqual(['POST /instances']);
    expect(await textsOf(harness.server.received[0]!)).toEqual(ONLINE);
  });

  it('contains the proof of an offline payment', async () => {
    harness.server.script(json(201, { data: { ...ACTIVATION, payment_method: 'cheque', form_url: null } }));
    expect(await harness.client().instances.requestActivation(BY_CHEQUE)).toMatchObject({ form_url: null });
    expect((await partsOf(harness.server.received[0]!)).at(-1)).toEqual({
      name: 'payment_proof',
      filename: 'payment_proof.jpg',
      type: 'image/jpeg',
      bytes: BY_CHEQUE.payment_proof,
    });
  });

  it.each<[object, string]>([
    [{ ...ONLINE, payment_method: 'bank_transfer' }, 'payment_proof'],
    [{ ...BY_CHEQUE, payment_proof: undefined }, 'payment_proof'],
    [{ ...ONLINE, payment_proof: fileBytes('pdf', 90) }, 'payment_proof'],
    [{ ...BY_CHEQUE, payment_proof: fileBytes('gif', 90) }, 'payment_proof'],
    [{ ...ONLINE, payment_method: 'cash' }, 'payment_method'],
    [{ ...ONLINE, title: 'x'.repeat(192) }, 'title'],
    [{ ...ONLINE, brand_id: '' }, 'brand_id'],
  ])('case %#: is rejected by field, and opens no fee', async (input, field) => {
    const error = await failureOf(harness.client().instances.requestActivation(input as ActivationInput));
    expect(Object.keys((error as InvalidInputError).fields)).toEqual([field]);
    expect(requests()).toEqual([]);
  });

  it('is never repeated if the response is lost', async () => {
    harness.server.script(hangUp);
    const error = await failureOf(harness.client().instances.requestActivation(ONLINE));
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(requests()).toHaveLength(1);
  });

  it('accepts an unknown status and method, but no wrong types', async () => {
    harness.server.script(json(201, { data: { transaction_id: 't', status: 'on_hold', payment_method: 'wallet' } }));
    const request = await harness.client().instances.requestActivation(ONLINE);
    expect(request).toEqual({ transaction_id: 't', status: 'on_hold', payment_method: 'wallet' });
  });
});

describe('findActivated', () => {
  const requestedAt = new Date('2026-06-09T10:20:00Z');
  const criteria = { ...ONLINE, requestedAt };
  const instance = (id: string, more: object = {}) => ({ ...INSTANCE, id, ...IDS, ...more });
  const find = async (...instances: object[]) => {
    harness.server.script(json(200, list(instances)));
    return (await harness.client().instances.findActivated(criteria)).map(({ id }) => id);
  };

  it('filters by the three ids', async () => {
    expect(await find(instance('n1'))).toEqual(['n1']);
    const { searchParams } = new URL(harness.server.received[0]!.url, 'http://x');
    expect(Object.fromEntries(searchParams)).toEqual({ per_page: '50', page: '1', ...IDS });
  });

  it('returns all matching instances', async () => {
    const late = { created_at: '2026-06-10T10:20:00Z' };
    expect(await find(instance('n1'), instance('n2', late), instance('n3', { title: ` ${ONLINE.title} ` }))).toEqual([
      'n1',
      'n2',
      'n3',
    ]);
    expect(await find()).toEqual([]);
  });

  it('ignores instances with other ids, another title or an earlier date', async () => {
    expect(
      await find(
        instance('n1', { brand_id: 'other' }),
        instance('n2', { title: 'Oran' }),
        instance('n3', { created_at: '2026-06-09T10:14:59Z' }),
        instance('n4', { created_at: '2026-06-09T10:15:00Z' }),
      ),
    ).toEqual(['n4']);
  });

  it('accepts instances without these fields', async () => {
    expect(await find({ id: 'n1', status: 'active', acceptance_status: 'pending_documents' })).toEqual(['n1']);
  });

  it.each([{ requestedAt: new Date('x') }, { brand_id: '' }, { title: undefined }])('rejects %j', async (bad) => {
    const call = harness.client().instances.findActivated({ ...criteria, ...bad } as typeof criteria);
    expect(await failureOf(call)).toBeInstanceOf(InvalidInputError);
    expect(requests()).toEqual([]);
  });
});

describe('an instance', () => {
  it('receives a logo as multipart', async () => {
    const logo = fileBytes('webp', 300);
    const updated = { ...INSTANCE, logo: 'https://x/logo.webp' };
    harness.server.script(json(200, { data: INSTANCE }), json(200, {}), json(200, { data: updated }));
    expect(await harness.client().instances.update('n1', { logo })).toMatchObject({ logo: updated.logo });
    expect(await partsOf(harness.server.received[1]!)).toEqual([
      { name: 'logo', filename: 'logo.webp', type: 'image/webp', bytes: logo },
    ]);
  });
});

describe('deleting an instance', () => {
  const none = json(200, list([]));

  it('first looks for active and paused links', async () => {
    harness.server.script(none, none, json(200, { message: 'Payment instance deleted.' }));
    expect(await harness.client().instances.delete('n1')).toBeUndefined();
    expect(requests()).toEqual([
      'GET /links?payment_instance_id=n1&status=active&per_page=1',
      'GET /links?payment_instance_id=n1&status=paused&per_page=1',
      'DELETE /instances/n1',
    ]);
  });

  it('is rejected if there is such a link', async () => {
    harness.server.script(none, json(200, list([{ ...LINK, id: 'l7', payment_instance_id: 'n1', status: 'paused' }])));
    const error = await failureOf(harness.client().instances.delete('n1'));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.message).toBe('instance n1: links: still has paused links, such as l7: archive them first');
    expect(requests().some((request) => request.startsWith('DELETE'))).toBe(false);
  });

  it('ignores links of other instances from a server without these filters', async () => {
    const others = [
      { ...LINK, status: 'active', payment_instance_id: 'n2' },
      { ...LINK, status: 'archived', payment_instance_id: 'n1' },
    ];
    harness.server.script(json(200, list(others)), json(200, list(others)), json(200, {}));
    await harness.client().instances.delete('n1');
    expect(requests()).toHaveLength(3);
  });

  it('is not sent if the check fails', async () => {
    harness.server.script(json(403, { message: 'No.' }));
    expect(await failureOf(harness.client().instances.delete('n1'))).toMatchObject({
      status: 403,
      outcome: 'rejected',
    });
    expect(requests()).toHaveLength(1);
  });

  it('succeeds if the instance does not exist', async () => {
    harness.server.script(none, none, json(404, { message: 'Not found.' }));
    expect(await harness.client().instances.delete('n1')).toBeUndefined();
  });
});
