import { describe, expect, it } from 'vitest';

import { ApiError, InvalidInputError, type LinkInput, NotAppliedError, ResponseShapeError } from '../src/index.ts';
import { failureOf, useHarness } from './harness.ts';
import { LINK } from './samples.ts';
import { bytes, hangUp, json } from './scripted-server.ts';

const harness = useHarness();

const ORDER: LinkInput = {
  payment_instance_id: '3e4f5a6b-...',
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 450_000,
  usage_mode: 'one_shot',
  form_id: '4f5a6b7c-...',
  metadata: { order_id: '10428' },
};
const reading = (status: string, more: object = {}) => json(200, { data: { ...LINK, status, ...more } });
const requests = () => harness.server.received.map(({ method, url }) => `${method} ${url.replace('/api/ext', '')}`);

describe('create', () => {
  it('sends the body of the reference and returns the response, without absent fields', async () => {
    harness.server.script(json(201, { data: LINK }));
    const link = await harness.client().links.create(ORDER);
    const [{ headers, body }] = harness.server.received as [(typeof harness.server.received)[0]];
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({ ...ORDER, amount: 4500, currency: 'DZD' });
    expect(link).toEqual({ ...LINK, amount: 450_000, total_collected: 0 });
    expect('form_id' in link).toBe(false);
    expect(requests()).toEqual(['POST /links']);
  });

  it('sends nothing if the input is invalid', async () => {
    const error = await failureOf(harness.client().links.create({ ...ORDER, amount: 0.5, title: ' ' }));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'rejected',
      fields: { amount: ['must be a whole number of centimes'], title: ['must not be empty'] },
    });
    expect(requests()).toEqual([]);
  });

  it('reports MyTPE’s errors by field', async () => {
    const errors = { amount: ['Too small.'], 'allowed_payers.0': 'Unknown.', 'allowed_payers.1': ['Unknown too.'] };
    harness.server.script(json(422, { message: 'The given data was invalid.', errors }));
    const error = await failureOf(harness.client().links.create(ORDER));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: undefined,
      outcome: 'rejected',
      fields: { amount: ['Too small.'], allowed_payers: ['Unknown.', 'Unknown too.'] },
      message:
        'POST /links returned 422: The given data was invalid. (amount: Too small.; allowed_payers: Unknown. Unknown too.)',
    });
  });

  it.each([
    ['a body that is not JSON', bytes(201, 'created')],
    ['no data', json(201, { message: 'Created.' })],
    ['no id', json(201, { data: { ...LINK, id: undefined } })],
  ])('has an unknown outcome if a 201 response contains %s', async (_what, step) => {
    harness.server.script(step);
    const error = await failureOf(harness.client().links.create(ORDER));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error.outcome).toBe('unknown');
    expect(requests()).toHaveLength(1);
  });

  it('rejects an oversized body', async () => {
    const error = await failureOf(harness.client().links.create({ ...ORDER, description: 'x'.repeat(1_100_000) }));
    expect(error).toMatchObject({ name: 'InvalidInputError', fields: { body: [expect.stringContaining('bytes')] } });
  });
});

describe('an action', () => {
  const actions = [
    ['publish', 'draft', 'active'],
    ['pause', 'active', 'paused'],
    ['resume', 'paused', 'active'],
    ['archive', 'active', 'archived'],
  ] as const;

  describe.each([
    ['{data}', json(200, { data: { id: 'x', status: 'any' } })],
    ['{message}', json(200, { message: 'Done.' })],
    ['nothing', bytes(204, '')],
    ['text', bytes(200, 'OK')],
  ])('with the response %s', (_shape, step) => {
    it.each(actions)('%s: returns the link as read afterwards', async (action, _from, to) => {
      harness.server.script(step, reading(to));
      expect(await harness.client().links[action]('l1')).toMatchObject({ status: to });
      expect(requests()).toEqual([`POST /links/l1/${action}`, 'GET /links/l1']);
      expect(harness.server.received[0]!.headers['content-length']).toBe('0');
    });
  });

  it.each(actions)('%s: accepted but not applied', async (action, from) => {
    harness.server.script(json(200, { message: 'Done.' }), reading(from));
    const error = await failureOf(harness.client().links[action]('l1'));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ linkStatus: from, outcome: 'unknown', status: 200 });
    expect(error.message).toContain('accepted but not applied');
  });

  it('succeeds if the link has another status in the meantime, even an unknown one', async () => {
    harness.server.script(json(200, {}), reading('exhausted'), json(200, {}), reading('under_review'));
    const { links } = harness.client();
    expect(await links.publish('l1')).toMatchObject({ status: 'exhausted' });
    expect(await links.pause('l1')).toMatchObject({ status: 'under_review' });
  });

  it('has an unknown outcome if the link cannot be read back', async () => {
    harness.server.script(json(200, {}), json(404, { message: 'Gone.' }));
    expect(await failureOf(harness.client().links.publish('l1'))).toMatchObject({ status: 404, outcome: 'unknown' });
    harness.server.script(json(200, {}), hangUp, hangUp, hangUp);
    expect(await failureOf(harness.client().links.publish('l1'))).toMatchObject({
      name: 'ConnectionError',
      outcome: 'unknown',
    });
  });

  it('is not followed by a read if it is rejected', async () => {
    harness.server.script(json(409, { error: 'WRONG_STATE', message: 'Not a draft.' }));
    const error = await failureOf(harness.client().links.publish('l1'));
    expect(error).toMatchObject({ status: 409, code: 'WRONG_STATE', outcome: 'rejected' });
    expect(requests()).toHaveLength(1);
  });
});

describe('update', () => {
  it('sends only the changes, and reads the link back', async () => {
    harness.server.script(json(200, { data: { id: 'l1' } }), reading('active', { title: 'New' }));
    const changes = { title: 'New', description: null, metadata: { a: 'b' } };
    expect(await harness.client().links.update('l1', { ...changes, amount: undefined })).toMatchObject({
      title: 'New',
    });
    expect(requests()).toEqual(['PUT /links/l1', 'GET /links/l1']);
    expect(JSON.parse(harness.server.received[0]!.body)).toEqual(changes);
  });

  it('changes the terms only after checking that the link is unpaid', async () => {
    harness.server.script(reading('active'), json(200, {}), reading('active', { amount: '10.50' }));
    expect(await harness.client().links.update('l1', { amount: 1050 })).toMatchObject({ amount: 1050 });
    expect(requests()).toEqual(['GET /links/l1', 'PUT /links/l1', 'GET /links/l1']);
    expect(harness.server.received[1]!.body).toBe('{"amount":10.5}');
  });

  it('rejects changes to the terms of a paid link', async () => {
    harness.server.script(reading('active', { paid_count: 1 }));
    const error = await failureOf(harness.client().links.update('l1', { amount: 1050, title: 'New' }));
    expect(error).toMatchObject({
      name: 'InvalidInputError',
      fields: { amount: [expect.stringContaining('archive')] },
    });
    expect(requests()).toEqual(['GET /links/l1']);
  });

  it('changes nothing if the check fails', async () => {
    harness.server.script(json(403, { message: 'No.' }));
    const error = await failureOf(harness.client().links.update('l1', { amount: 1050 }));
    expect(error).toMatchObject({ status: 403, outcome: 'rejected' });
  });

  it('without changes is rejected', async () => {
    expect(await failureOf(harness.client().links.update('l1', { title: undefined }))).toBeInstanceOf(
      InvalidInputError,
    );
    expect(requests()).toEqual([]);
  });
});
