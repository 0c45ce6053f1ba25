import { setImmediate as nextTurn } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DifferentTermsError, InvalidInputError, type V2LinkInput } from '../src/index.ts';
import { dripped, fileBytes } from './file-samples.ts';
import { failureOf } from './harness.ts';
import { partsOf, textsOf } from './received-parts.ts';
import { breakOff, bytes, hangUp, json } from './scripted-server.ts';
import { useV2Harness } from './v2-harness.ts';
import { SLUG_TAKEN, V2_CREATED, V2_LINK, invalid, paginator, yes } from './v2-samples.ts';

const harness = useV2Harness();
const create = (input: Partial<V2LinkInput> = {}, options?: Parameters<typeof links.create>[1]) =>
  links.create({ ...PRODUCT, ...input }, options);
let links: ReturnType<typeof harness.client>['links'];
beforeEach(() => {
  links = harness.client().links;
});

const PRODUCT: V2LinkInput = {
  mytpe_pay_id: 'mytpe_pay_xyz789',
  title: 'Limited Offer Product',
  details: 'A limited edition',
  pricing: 'FIXED',
  amount: 500_000,
  slug: 'limited-offer',
  payment_mode: 'limited',
  max_payments: 50,
  metadata: { internal_id: 'PROD_123' },
};
const MADE = { ...V2_CREATED, amount: '5000.00', slug: 'limited-offer', payment_mode: 'limited', max_payments: 50 };
const made = json(201, yes(MADE, 'Pay link created successfully'));
const slugs = async () => await Promise.all(harness.server.received.map(async (one) => (await textsOf(one))['slug']));

describe('creating a link', () => {
  it('sends one part per field, the unchanged logo, and the credentials in v2’s headers', async () => {
    harness.server.script(made);
    const logo = fileBytes('png', 60_000);
    const settings = { show_retry_button: false };
    const link = await create({ settings, logo: { content: dripped(logo), name: 'شعار.png' } });
    expect(link).toMatchObject({ id: 'link-demo-123', pricing: 'FIXED', amount: 500_000, metadata: expect.anything() });
    expect(link.payment_link).toBe('https://frontdev.mytpe.app/pay/demo-product');
    expect(harness.requests()).toEqual(['POST /links/store']);
    const [request] = harness.server.received;
    expect(request!.headers).toMatchObject({ accept: 'application/json', 'x-api-key': expect.stringMatching(/^mtk_/) });
    expect(await partsOf(request!)).toEqual([
      { name: 'mytpe_pay_id', value: 'mytpe_pay_xyz789' },
      { name: 'title', value: 'Limited Offer Product' },
      { name: 'details', value: 'A limited edition' },
      { name: 'amount', value: '5000.00' },
      { name: 'max_payments', value: '50' },
      { name: 'metadata[internal_id]', value: 'PROD_123' },
      { name: 'settings[show_retry_button]', value: 'false' },
      { name: 'slug', value: 'limited-offer' },
      { name: 'type', value: 'dynamic' },
      { name: 'payment_mode', value: 'limited' },
      { name: 'logo', filename: 'شعار.png', type: 'image/png', bytes: logo },
    ]);
  });

  it('sends nothing if a field or the logo is invalid, and reports all errors', async () => {
    const error = await failureOf(create({ pricing: 'OPEN', logo: fileBytes('pdf', 100) }));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys((error as InvalidInputError).fields).sort()).toEqual(['amount', 'logo', 'payment_mode']);
    expect(error.outcome).toBe('rejected');
    expect(harness.requests()).toEqual([]);
  });

  it.each([
    ['hangs up', hangUp, 'ConnectionError'],
    ['breaks off', breakOff(201), 'ConnectionError'],
    ['fails', json(500, { success: false, message: 'Oops' }), 'ApiError'],
    ['returns a page', bytes(200, '<html></html>'), 'ResponseShapeError'],
    ['returns no link', json(201, yes()), 'ResponseShapeError'],
  ])('is never repeated if MyTPE %s', async (_what, step, name) => {
    harness.server.script(step);
    expect(await failureOf(create({ slug: undefined }))).toMatchObject({ name, outcome: 'unknown' });
    expect(harness.requests()).toHaveLength(1);
  });

  it('causes an ApiError with MyTPE’s message after a 2xx response with success: false', async () => {
    harness.server.script(json(200, { success: false, message: 'Instance is closed.' }, { 'x-request-id': 'r-9' }));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 200, requestId: 'r-9', outcome: 'unknown' });
    expect(error.message).toBe('POST /links/store returned 200: Instance is closed.');
  });
});

describe('the slug of a new link', () => {
  it('is generated from the title, and reported before it is sent', async () => {
    harness.server.script(made);
    const slugsSent: [string, number][] = [];
    await create(
      { slug: undefined },
      { onSlug: (slug) => void slugsSent.push([slug, harness.server.received.length]) },
    );
    expect(slugsSent).toEqual([['limited-offer-product-ssssss', 0]]);
    expect(await slugs()).toEqual(['limited-offer-product-ssssss']);
  });

  it('gets another suffix while it is taken, up to three in total', async () => {
    const taken = json(422, SLUG_TAKEN);
    harness.server.script(taken, taken, made, taken, taken, taken);
    let number = 0;
    const { links } = harness.client({ random: () => ((number += 1) % 7) / 7 });
    const slugsSent: string[] = [];
    const input = { ...PRODUCT, slug: undefined };
    await links.create(input, { onSlug: async (slug) => void slugsSent.push(await Promise.resolve(slug)) });
    expect(new Set(slugsSent).size).toBe(3);
    expect(await slugs()).toEqual(slugsSent);
    expect(await failureOf(links.create(input))).toMatchObject({
      status: 422,
      outcome: 'rejected',
      fields: SLUG_TAKEN.errors,
    });
    expect(harness.requests()).toHaveLength(6);
  });

  it('from the caller is never replaced, because "taken" may mean the link of an earlier call', async () => {
    harness.server.script(json(422, SLUG_TAKEN));
    expect(await failureOf(create())).toMatchObject({ status: 422, fields: SLUG_TAKEN.errors });
    expect(harness.requests()).toHaveLength(1);
  });

  it('is not replaced if other fields are invalid too', async () => {
    harness.server.script(json(422, invalid({ slug: ['taken'], amount: ['too small'] })));
    expect(await failureOf(create({ slug: undefined }))).toMatchObject({ status: 422 });
    expect(harness.requests()).toHaveLength(1);
  });

  it('is not sent if onSlug rejects', async () => {
    const onSlug = () => Promise.reject(new Error('disk full'));
    await expect(create({}, { onSlug })).rejects.toThrow('disk full');
    expect(harness.requests()).toEqual([]);
  });

  it('is not waited for after an abort', async () => {
    const caller = new AbortController();
    const call = failureOf(create({}, { onSlug: () => new Promise(() => {}), signal: caller.signal }));
    await nextTurn();
    caller.abort();
    expect(await call).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    expect(harness.requests()).toEqual([]);
  });

  it('finds the complete link after a lost response', async () => {
    const item = (id: string, slug?: string) => ({ id, status: 'active', ...(slug !== undefined && { slug }) });
    harness.server.script(
      hangUp,
      json(200, paginator([item('a', 'other'), item('b')], 1, 2)),
      json(200, yes({ ...V2_LINK, id: 'b', slug: 'another' })),
      json(200, paginator([item('c', 'limited-offer'), item('d', 'x')], 2, 2)),
      json(200, yes({ ...V2_LINK, id: 'c' })),
    );
    expect(await failureOf(create())).toMatchObject({ outcome: 'unknown' });
    const link = await links.findBySlug('i/1', 'limited-offer');
    expect(link).toMatchObject({ id: 'c', payment_link: V2_LINK.payment_link });
    expect(harness.requests().slice(1)).toEqual([
      'GET /i%2F1/links?per_page=50&page=1',
      'GET /links/b',
      'GET /i%2F1/links?per_page=50&page=2',
      'GET /links/c',
    ]);
  });

  it('finds nothing if it is unknown', async () => {
    harness.server.script(json(200, paginator([{ id: 'a', slug: 'other', status: 'active' }])));
    expect(await links.findBySlug('i1', 'limited-offer')).toBeUndefined();
  });
});

describe('a response with different terms', () => {
  it.each<[object, object]>([
    [{ type: 'static' }, { pricing: { requested: 'FIXED', received: 'OPEN' } }],
    [{ amount: '50.00' }, { amount: { requested: 500_000, received: 5_000 } }],
    [{ amount: null }, { amount: { requested: 500_000, received: null } }],
    [{ payment_mode: 'reusable' }, { payment_mode: { requested: 'limited', received: 'reusable' } }],
    [{ max_payments: null }, { max_payments: { requested: 50, received: null } }],
    [
      { payment_mode: 'one_shot', max_payments: 1 },
      { payment_mode: { requested: 'limited', received: 'one_shot' }, max_payments: { requested: 50, received: 1 } },
    ],
  ])('%j causes an error with both values', async (other, differences) => {
    harness.server.script(json(201, yes({ ...MADE, ...other })));
    const error = await failureOf(create());
    expect(error).toBeInstanceOf(DifferentTermsError);
    expect(error).toMatchObject({ linkId: MADE.id, slug: MADE.slug, differences, outcome: 'unknown' });
    expect(harness.requests()).toHaveLength(1);
  });

  it('is not assumed for absent fields, nor for another title', async () => {
    const { amount: _amount, payment_mode: _mode, max_payments: _max, ...silent } = MADE;
    harness.server.script(json(201, yes(silent)));
    expect(await create()).toMatchObject({ title: 'Demo Product' });
  });

  it.each([
    { amount: null, payment_mode: 'reusable' },
    { amount: '0.00', payment_mode: null },
    { amount: undefined, payment_mode: undefined },
  ])('is not assumed for an open amount of %j', async (shown) => {
    harness.server.script(json(201, yes({ ...V2_CREATED, type: 'static', ...shown })));
    const input: V2LinkInput = { mytpe_pay_id: 'i1', title: 'Donation', pricing: 'OPEN' };
    expect(await links.create(input)).toMatchObject({ pricing: 'OPEN' });
    expect(Object.keys(await textsOf(harness.server.received[0]!))).toEqual(['mytpe_pay_id', 'title', 'type', 'slug']);
  });

  it('is an open link with an amount, or with one_shot', async () => {
    const open = { ...V2_CREATED, type: 'static', payment_mode: 'one_shot' };
    harness.server.script(json(201, yes(open)));
    const error = await failureOf(links.create({ mytpe_pay_id: 'i1', title: 'Donation', pricing: 'OPEN' }));
    expect(Object.keys((error as DifferentTermsError).differences)).toEqual(['amount', 'payment_mode']);
  });
});

describe('settings', () => {
  const settings = { show_retry_button: false, allow_anonymous: true };
  const sent = async (index: number) => {
    const texts = await textsOf(harness.server.received[index]!);
    return [texts['settings[show_retry_button]'], texts['settings[allow_anonymous]']];
  };
  const refused = json(422, invalid({ 'settings.show_retry_button': ['The field must be true or false.'] }));

  it('are sent as true and false, and as 1 and 0 after a rejection; the client remembers it', async () => {
    harness.server.script(refused, made, made);
    await create({ settings });
    await create({ settings });
    expect([await sent(0), await sent(1), await sent(2)]).toEqual([
      ['false', 'true'],
      ['0', '1'],
      ['0', '1'],
    ]);
  });

  it('are tried once in each format, and a failed format is not remembered', async () => {
    harness.server.script(refused, refused, made);
    expect(await failureOf(create({ settings }))).toMatchObject({
      status: 422,
      fields: { settings: [/true or false/] },
    });
    await create({ settings });
    expect(await sent(2)).toEqual(['false', 'true']);
  });

  it('do not cause a repeat of a form without them', async () => {
    harness.server.script(refused);
    expect(await failureOf(create())).toMatchObject({ status: 422 });
    expect(harness.requests()).toHaveLength(1);
  });
});

afterEach(() => expect(harness.timing.pauses).toEqual([]));
