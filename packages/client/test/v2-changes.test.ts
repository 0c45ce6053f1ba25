import { beforeEach, describe, expect, it } from 'vitest';

import { InvalidInputError, NotAppliedError } from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf } from './harness.ts';
import { partsOf, textsOf } from './received-parts.ts';
import { bytes, hangUp, json } from './scripted-server.ts';
import { useV2Harness } from './v2-harness.ts';
import { V2_LINK, V2_TRANSACTION, invalid, paginator, yes } from './v2-samples.ts';

const harness = useV2Harness();
let links: ReturnType<typeof harness.client>['links'];
beforeEach(() => {
  links = harness.client().links;
});
const reading = (more: object = {}) => json(200, yes({ ...V2_LINK, ...more }));
const done = json(200, yes({ id: 'l1', title: 'any' }));
const sent = async (index: number) => await textsOf(harness.server.received[index]!);

describe('updating a link', () => {
  it('reads it, sends the changes, and reads it back', async () => {
    harness.server.script(reading(), done, reading({ title: 'New', amount: '10.50', details: null }));
    const logo = fileBytes('jpeg', 3_000);
    const changes = { title: 'New', details: null, amount: 1_050, settings: { allow_anonymous: true }, logo };
    expect(await links.update('l/1', changes)).toMatchObject({ title: 'New', amount: 1_050, pricing: 'FIXED' });
    expect(harness.requests()).toEqual(['GET /links/l%2F1', 'POST /links/update/l%2F1', 'GET /links/l%2F1']);
    expect(await partsOf(harness.server.received[1]!)).toEqual([
      { name: '_method', value: 'PATCH' },
      { name: 'title', value: 'New' },
      { name: 'details', value: '' },
      { name: 'amount', value: '10.50' },
      { name: 'settings[allow_anonymous]', value: 'true' },
      { name: 'logo', filename: 'logo.jpg', type: 'image/jpeg', bytes: logo },
    ]);
  });

  it('omits _method after a 405, and remembers it', async () => {
    const renamed = reading({ title: 'New' });
    harness.server.script(reading(), json(405, { message: 'No.' }), done, renamed, reading(), done, renamed);
    await links.update('l1', { title: 'New' });
    await links.update('l1', { title: 'New' });
    expect([await sent(1), await sent(2), await sent(5)]).toEqual([
      { _method: 'PATCH', title: 'New' },
      { title: 'New' },
      { title: 'New' },
    ]);
  });

  it('does not try a third format', async () => {
    harness.server.script(reading(), json(405, {}), json(405, {}));
    expect(await failureOf(links.update('l1', { title: 'New' }))).toMatchObject({ status: 405, outcome: 'rejected' });
    expect(harness.requests()).toHaveLength(3);
  });

  it('adapts both parts of the format in one call', async () => {
    const settings = invalid({ 'settings.allow_anonymous': ['must be 1 or 0'] });
    harness.server.script(reading(), json(422, settings), json(405, {}), done, reading());
    await links.update('l1', { settings: { allow_anonymous: false } });
    expect(await sent(3)).toEqual({ 'settings[allow_anonymous]': '0' });
  });

  const REOPENED = { status: 'active', max_payments: 60 };
  it('reopens a closed limited link with a higher quota', async () => {
    harness.server.script(reading({ status: 'closed' }), done, reading(REOPENED));
    expect(await links.update('l1', { max_payments: 60 })).toMatchObject(REOPENED);
  });

  it.each<[string, object, object, string]>([
    ['a one_shot link', { payment_mode: 'one_shot' }, { title: 'New' }, 'payment_mode'],
    ['an expired link', { status: 'expired' }, { max_payments: 60 }, 'status'],
    ['a closed link that is not limited', { status: 'closed', payment_mode: 'reusable' }, { title: 'New' }, 'status'],
    ['a closed limited link without a quota', { status: 'closed' }, { title: 'New' }, 'max_payments'],
    ['a closed limited link with the same quota', { status: 'closed' }, { max_payments: 50 }, 'max_payments'],
    ['the quota of a reusable link', { payment_mode: 'reusable' }, { max_payments: 60 }, 'max_payments'],
    ['the amount of an open link', { type: 'static', payment_mode: 'reusable' }, { amount: 100 }, 'amount'],
    [
      'the timeout of a reusable link',
      { payment_mode: 'reusable' },
      { inactivity_timeout_minutes: 5 },
      'inactivity_timeout_minutes',
    ],
  ])('rejects %s', async (_what, more, changes, field) => {
    harness.server.script(reading(more));
    const error = await failureOf(links.update('l1', changes));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys((error as InvalidInputError).fields)).toEqual([field]);
    expect(error.outcome).toBe('rejected');
    expect(harness.requests()).toEqual(['GET /links/l1']);
  });

  it('does not reject an unknown status', async () => {
    harness.server.script(reading({ status: 'frozen', payment_mode: 'weekly' }), json(403, { message: 'Frozen.' }));
    expect(await failureOf(links.update('l1', { title: 'New' }))).toMatchObject({ status: 403, outcome: 'rejected' });
  });

  it.each([
    ['ignored', { title: 'New', amount: 1_050 }, { title: 'New' }],
    ['emptied', { details: null }, {}],
  ])('causes a NotAppliedError if the link is unchanged: %s', async (_what, changes, more) => {
    harness.server.script(reading(), done, reading(more));
    const error = await failureOf(links.update('l1', changes));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error.outcome).toBe('unknown');
  });

  it.each([
    ['trimmed', { title: ' New ' }, { title: 'New' }],
    ['the same', { title: V2_LINK.title, amount: 500_000 }, {}],
    ['normalized by MyTPE', { title: 'New' }, { title: 'NEW' }],
    ['not shown', { inactivity_timeout_minutes: 5 }, { inactivity_timeout_minutes: undefined }],
  ])('succeeds if the link reads back %s', async (_what, changes, more) => {
    harness.server.script(reading(), done, reading(more));
    expect(await links.update('l1', changes)).toMatchObject({ id: V2_LINK.id });
  });

  it('is not repeated if the response is lost', async () => {
    harness.server.script(reading(), hangUp);
    expect(await failureOf(links.update('l1', { title: 'New' }))).toMatchObject({ outcome: 'unknown' });
    expect(harness.requests()).toHaveLength(2);
  });
});

describe('deleting a link', () => {
  const none = json(200, paginator([]));

  it.each([
    ['a message', json(200, yes(undefined, 'Deleted'))],
    ['nothing', bytes(204, '')],
    ['a 404 response', json(404, { message: 'Pay link not found.' })],
  ])('looks for transactions first, and succeeds after %s', async (_what, step) => {
    harness.server.script(none, step);
    await links.delete('l1');
    expect(harness.requests()).toEqual(['GET /links/l1/transactions?per_page=1', 'DELETE /links/l1']);
  });

  it('is rejected if it has transactions, with a hint', async () => {
    harness.server.script(json(200, paginator([{ ...V2_TRANSACTION, status: 'failed' }])));
    const error = await failureOf(links.delete('l1'));
    expect(error).toMatchObject({ name: 'InvalidInputError', outcome: 'rejected' });
    expect(error.message).toContain('it has 1, including failed ones: deactivate it instead');
    expect(harness.requests()).toHaveLength(1);
  });

  it('is sent if the transactions do not exist', async () => {
    harness.server.script(json(404, {}), json(404, {}));
    await links.delete('l1');
    expect(harness.requests()).toHaveLength(2);
  });

  it('is not sent if the transactions cannot be read', async () => {
    harness.server.script(json(403, { message: 'No.' }));
    expect(await failureOf(links.delete('l1'))).toMatchObject({ status: 403, outcome: 'rejected' });
    expect(harness.requests()).toHaveLength(1);
  });

  it.each([403, 409, 422])('causes an error if MyTPE returns %d', async (status) => {
    harness.server.script(none, json(status, { success: false, message: 'It has transactions.' }));
    expect(await failureOf(links.delete('l1'))).toMatchObject({ name: 'ApiError', status, outcome: 'rejected' });
  });

  it('causes an error after a 2xx response with success: false', async () => {
    harness.server.script(none, json(200, { success: false, message: 'It has transactions.' }));
    expect(await failureOf(links.delete('l1'))).toMatchObject({ name: 'ApiError', status: 200 });
  });
});
