import { SEEDED_IDS } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { createMerchant, runHere } from './terminal.ts';

const INSTANCE = SEEDED_IDS.readyInstance;

it('creates and publishes a link, and prints the customer URL', async () => {
  const { mytpe, sandbox } = await createMerchant();
  const { code, json } = await mytpe(
    'links',
    'create',
    '--title',
    'Order',
    '--amount',
    '4 500,50',
    '--publish',
    '--json',
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({ status: 'active', amount: '4500.50', usage_mode: 'one_shot' });
  expect(json.customer_url).toBe(`${sandbox.payBaseUrl}/${json.slug}`);
  expect(json.metadata.our_ref).toMatch(/^[\da-f-]{36}$/);
});

it('draws the QR code on a terminal, in fixed colors', async () => {
  const { env } = await createMerchant();
  const args = ['links', 'create', '--title', 'Order', '--amount', '100', '--publish'];
  const shown = await runHere(args, { env, isTTY: true });
  expect(shown.out).toContain('▄▄▄▄▄');
  expect(shown.out).toContain('\u001b[97m');
  expect((await runHere([...args, '--no-qr'], { env, isTTY: true })).out).not.toContain('▄▄▄▄▄');
  const plain = await runHere(args, { env: { ...env, NO_COLOR: '1' }, isTTY: true });
  expect(plain.out).toContain('▄▄▄▄▄');
  expect(plain.out).not.toContain('\u001b[');
});

it('creates a draft by default, and shows the next step', async () => {
  const { mytpe } = await createMerchant();
  const { code, out, err } = await mytpe('links', 'create', '--title', 'Order', '--amount', '100');
  expect(code).toBe(0);
  expect(out).toMatch(/status\s+draft/);
  expect(err).toMatch(/Next: mytpe links publish \S+/);
});

it.each([
  [['--open'], { amount_mode: 'open', usage_mode: 'reusable' }],
  [['--open', '--min', '200', '--max', '50000'], { min_amount: '200.00', max_amount: '50000.00' }],
  [['--amount', '100', '--uses', '3'], { usage_mode: 'limited', max_uses: 3 }],
  [['--open', '--target', '5000'], { usage_mode: 'capped_amount', target_amount: '5000.00' }],
  [
    ['--amount', '100', '--from', '2027-06-12', '--until', '2027-06-13 12:30'],
    { usage_mode: 'time_window', starts_at: '2027-06-11T23:00:00.000Z', ends_at: '2027-06-13T11:30:00.000Z' },
  ],
  [
    ['--amount', '100', '--payer', 'Amel@example.dz', '--payer', '+213555123456'],
    { usage_mode: 'whitelist', allowed_payers: ['amel@example.dz', '+213555123456'] },
  ],
  [
    ['--amount', '100', '--usage', 'reusable', '--meta', 'order=7', '--ref', 'r-1'],
    { metadata: { order: '7', our_ref: 'r-1' } },
  ],
])('accepts the terms %j', async (terms, expected) => {
  const { mytpe } = await createMerchant();
  const { json } = await mytpe('links', 'create', '--title', 'T', '--instance', INSTANCE, ...terms, '--json');
  expect(json).toMatchObject(expected);
});

it('lists, filters, paginates and finds links by reference', async () => {
  const { mytpe } = await createMerchant();
  for (const n of ['1', '2', '3'])
    await mytpe('links', 'create', '--title', `Order ${n}`, '--amount', n, '--ref', `r-${n}`);
  const page = await mytpe('links', 'list', '--limit', '2');
  expect(page.out).toMatch(/ID\s+TITLE\s+PRICE/);
  expect(page.err).toContain('Page 1 of 2, 3 in total');
  expect((await mytpe('links', 'list', '--limit', '2', '--all', '--json')).json.data).toHaveLength(3);
  expect((await mytpe('links', 'list', '--ref', 'r-2', '--json')).json.data).toMatchObject([{ title: 'Order 2' }]);
  expect((await mytpe('links', 'list', '--status', 'paused')).out).toBe('No payment links.\n');
});

it('pauses, resumes, updates and archives links', async () => {
  const { mytpe } = await createMerchant();
  const { json } = await mytpe('links', 'create', '--title', 'T', '--amount', '9', '--publish', '--json');
  expect((await mytpe('links', 'pause', json.id, '--json')).json.status).toBe('paused');
  expect((await mytpe('links', 'resume', json.id, '--json')).json.status).toBe('active');
  expect((await mytpe('links', 'update', json.id, '--amount', '10', '--json')).json.amount).toBe('10.00');
  const unasked = await mytpe('links', 'archive', json.id);
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes')]);
  expect((await mytpe('links', 'archive', json.id, '--yes', '--json')).json.status).toBe('archived');
});

it('--form "" creates a link without a form, and removes a form', async () => {
  const { mytpe } = await createMerchant();
  const create = ['links', 'create', '--title', 'T', '--amount', '9', '--json', '--form'];
  expect((await mytpe(...create, '')).json.form_id).toBeNull();
  const { json } = await mytpe(...create, SEEDED_IDS.publishedForm);
  expect(json.form_id).toBe(SEEDED_IDS.publishedForm);
  expect((await mytpe('links', 'update', json.id, '--form', '', '--json')).json.form_id).toBeNull();
});

it('sends a whitelist in the format of MYTPE_ALLOWED_PAYERS_SHAPE', async () => {
  const { env, mytpe, control } = await createMerchant();
  await control('PUT', '/settings', { allowed_payers_shape: 'object' });
  const args = ['links', 'create', '--title', 'T', '--amount', '9', '--payer', 'amel@example.dz', '--json'];
  expect((await mytpe(...args)).err).toContain('allowed_payers.0');
  const shaped = (shape: string) => runHere(args, { env: { ...env, MYTPE_ALLOWED_PAYERS_SHAPE: shape } });
  expect((await shaped('object')).json.allowed_payers).toEqual(['amel@example.dz']);
  const wrong = await shaped('list');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Use one of: string, object.')]);
});

it('--watch waits until a link is paid, and prints each change', async () => {
  const { env, mytpe, control } = await createMerchant();
  const { json } = await mytpe('links', 'create', '--title', 'T', '--amount', '9', '--publish', '--json');
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
    if (pauses === 3) await control('POST', `/links/${json.id}/pay`, {});
  };
  const { code, out } = await runHere(['links', 'show', json.id, '--watch', '--json'], { env, sleep });
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([code, pauses]).toEqual([0, 3]);
  expect(lines.map(({ status }) => status)).toEqual(['active', 'exhausted']);
});

it('--watch stops on timeout, and if the link can no longer be paid', async () => {
  const { env, mytpe } = await createMerchant();
  const { json } = await mytpe('links', 'create', '--title', 'T', '--amount', '9', '--publish', '--json');
  let now = Date.now();
  const clocked = { env, clock: () => now, sleep: async (ms: number) => void (now += ms) };
  const late = await runHere(['links', 'show', json.id, '--watch', '--timeout', '10m'], clocked);
  expect([late.code, late.err]).toEqual([7, expect.stringContaining('not met yet')]);
  await mytpe('links', 'pause', json.id);
  const paused = await runHere(['links', 'show', json.id, '--watch'], clocked);
  expect([paused.code, paused.err]).toEqual([1, expect.stringContaining('paused')]);
});

it('--watch continues while MyTPE is unreachable', async () => {
  const { env, mytpe, control } = await createMerchant();
  const { json } = await mytpe('links', 'create', '--title', 'T', '--amount', '9', '--publish', '--json');
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
    if (pauses === 1) await control('POST', '/faults', { fault: { type: 'malformed' }, times: 1 });
    if (pauses === 3) await control('POST', `/links/${json.id}/pay`, {});
  };
  const { code, err } = await runHere(['links', 'show', json.id, '--watch'], { env, sleep });
  expect([code, err]).toEqual([0, expect.stringContaining('Retrying.')]);
});
