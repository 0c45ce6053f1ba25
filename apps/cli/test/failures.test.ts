import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '@mytpe-pay/sandbox';
import { describe, expect, it } from 'vitest';

import { type Ran, createMerchant, runHere, runProcess } from './terminal.ts';

const CREATE = ['links', 'create', '--title', 'Order', '--amount', '100'];

/** Expects one sentence with the problem, the next step, no stack and no secret. */
function expectClear({ err, out }: Ran, about: RegExp): void {
  expect(err).toMatch(about);
  expect(err).toMatch(/^mytpe: .+[.!?]\n/);
  expect(err).toContain('\nNext: ');
  expect(err).not.toMatch(/\n\s+at /);
  expect(out + err).not.toContain(SANDBOX_SECRET);
}

describe('a real process exits with the documented code', () => {
  it('0 on success', async () => {
    const { process } = await createMerchant();
    const { code, json, err } = await process(['me', '--json']);
    expect([code, json.name, err]).toEqual([0, 'Boutique Centrale', '']);
  });

  it.each([
    [['links', 'frobnicate'], /unknown command/],
    [['links', 'list', '--frob'], /unknown option/],
    [['links', 'create', '--amount', '100'], /--title/],
    [['links', 'create', '--title', 'T', '--amount', 'lots'], /amount in dinars/],
    [['links', 'create', '--title', 'T', '--amount', '1.500'], /1 500 DA or 1,50 DA/],
    [['links', 'create', '--title', 'T', '--amount', '0'], /more than 0/],
    [['links', 'create', '--title', 'T'], /the amount is missing/],
    [['links', 'create', '--title', 'T', '--amount', '1', '--open'], /contradict/],
    [['links', 'create', '--title', 'T', '--amount', '1', '--uses', '2', '--target', '9'], /different usage modes/],
    [['links', 'create', '--title', 'T', '--amount', '1', '--until', 'friday'], /date like/],
    [
      ['links', 'create', '--title', 'T', '--amount', '1', '--payer', 'unknown'],
      /^mytpe: --payer: must each be an email/,
    ],
    [['links', 'create', '--title', 'x'.repeat(192), '--amount', '1'], /title.*191/],
    [['links', 'list', '--status', 'paid'], /Allowed choices/],
    [['links', 'show', '..'], /id/],
    [['--api', 'v3', 'me'], /Allowed choices/],
    [['identifications', 'create', '--name', 'N'], /--establishment-type/],
    [['bank-accounts', 'create', '--rib', '123', '--identification', 'i'], /20 digits/],
  ])('2: %j', async (args, about) => {
    const { mytpe, writes } = await createMerchant();
    const ran = await mytpe(...args);
    expect(ran.code).toBe(2);
    expectClear(ran, about);
    expect(await writes()).toEqual([]);
  });

  it.each([
    [['--api-secret', SANDBOX_SECRET]],
    [[`--secret=${SANDBOX_SECRET}`]],
    [['--key', 'x']],
    [['links', 'show', SANDBOX_SECRET]],
  ])('2: a secret as an argument: %j', async (args) => {
    const { process, writes } = await createMerchant();
    const ran = await process(['me', ...args]);
    expect(ran.code).toBe(2);
    expectClear(ran, /secret must not be an argument.*history/);
    expect(await writes()).toEqual([]);
  });

  it('3 without credentials, with half of them, and with wrong ones', async () => {
    const { process } = await createMerchant();
    const none = await process(CREATE, { MYTPE_API_KEY: '', MYTPE_API_SECRET: '' });
    expect(none.code).toBe(3);
    expectClear(none, /credentials are missing/);
    const half = await process(CREATE, { MYTPE_API_SECRET: '' });
    expect(half.code).toBe(3);
    expectClear(half, /one of the two credentials is missing: MYTPE_API_SECRET/);
    const wrong = await process(CREATE, { MYTPE_API_SECRET: 'mts_wrong_and_secret' });
    expect(wrong.code).toBe(3);
    expectClear(wrong, /401/);
    expect(wrong.err).not.toContain('mts_wrong_and_secret');
  });

  it('4 for an unknown id', async () => {
    const { mytpe } = await createMerchant();
    const ran = await mytpe('links', 'show', 'unknown');
    expect(ran.code).toBe(4);
    expectClear(ran, /404/);
  });

  it('1 if MyTPE rejects the request', async () => {
    const { mytpe, writes } = await createMerchant();
    const ran = await mytpe(...CREATE, '--instance', SEEDED_IDS.suspendedInstance);
    expect(ran.code).toBe(1);
    expectClear(ran, /suspended/);
    expect(await writes()).toEqual([]);
  });

  it('5 if the API is unreachable', async () => {
    const { process } = await createMerchant();
    const ran = await process(['me'], { MYTPE_BASE_URL: 'http://127.0.0.1:1/api/ext' });
    expect(ran.code).toBe(5);
    expectClear(ran, /connection to http:\/\/127\.0\.0\.1:1 was refused/);
  });

  it('6 if the response to a create is lost, with the command to find the link', async () => {
    const { mytpe, control, writes } = await createMerchant();
    await control('POST', '/faults', { match: { method: 'POST' }, fault: { type: 'reset_after' }, times: 1 });
    const ran = await mytpe(...CREATE);
    expect(ran.code).toBe(6);
    expectClear(ran, /the change may have been made/);
    expect(await writes()).toEqual(['POST /api/ext/links']);
    const [, ...look] = /Look for it before you try again: (mytpe .+)/.exec(ran.err)![1]!.split(' ');
    expect((await mytpe(...look, '--json')).json.data).toMatchObject([{ title: 'Order', status: 'draft' }]);
  });

  it('130 on Ctrl-C, immediately', async () => {
    const { env } = await createMerchant();
    const { json } = await runHere([...CREATE, '--publish', '--json'], { env });
    const watching = ['links', 'show', json.id as string, '--watch', '--no-qr'];
    const ran = await runProcess(watching, env, { interruptAtOutput: true });
    expect([ran.code, ran.err]).toEqual([130, 'mytpe: stopped waiting.\n']);
  });
});

it('errors are objects with --json', async () => {
  const { mytpe } = await createMerchant();
  const { out, err, code } = await mytpe('links', 'show', 'unknown', '--json');
  expect(out).toBe('');
  expect(JSON.parse(err).error).toMatchObject({ kind: 'not_found', exit_code: code, message: expect.any(String) });
  const input = await mytpe('links', 'create', '--title', ' ', '--amount', '1', '--json');
  expect(JSON.parse(input.err).error).toMatchObject({ kind: 'usage', fields: { '--title': [expect.any(String)] } });
});

it('text from MyTPE cannot control the terminal', async () => {
  const { mytpe } = await createMerchant();
  await mytpe('links', 'create', '--title', 'a\u001b[2Jb\u202ec', '--amount', '1');
  const { out } = await mytpe('links', 'list');
  expect(out).toContain('a [2Jb c');
  expect(out).not.toContain('\u001b');
});

it('the key is never shown', async () => {
  const { mytpe } = await createMerchant();
  for (const args of [['me'], ['doctor'], ['links', 'list'], ['links', 'show', 'x']]) {
    const { out, err } = await mytpe(...args, '--json');
    expect(out + err).not.toContain(SANDBOX_KEY);
  }
});
