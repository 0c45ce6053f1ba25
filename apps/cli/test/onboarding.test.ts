import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, expect, it } from 'vitest';

import { type OnboardingServer, startOnboarding } from './onboarding-server.ts';
import { openDesk, runHere } from './terminal.ts';

let mytpe: OnboardingServer;
beforeEach(async () => {
  mytpe = await startOnboarding();
});

const DOSSIER = [
  'identifications',
  'create',
  '--name',
  'Boutique',
  '--establishment-type',
  'e1',
  '--authorization-type',
  'a1',
];
const run = (...args: string[]) => runHere(args, { env: mytpe.env });

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const { home } = await openDesk();
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
}

const PDF = '%PDF-1.7\n…';

it('hands in a dossier with its document, and shows what comes next', async () => {
  const { code, out, err } = await run(...DOSSIER, '--file', await fileOf('سجل.pdf', PDF));
  expect([code, out, err]).toEqual([0, expect.stringMatching(/status\s+pending/), expect.stringContaining('--watch')]);
  const fields = { name: 'Boutique', establishment_type_id: 'e1', authorization_type_id: 'a1' };
  expect(mytpe.writes).toEqual([
    { call: 'POST identifications', fields: { ...fields, identification_file: `سجل.pdf ${Buffer.byteLength(PDF)}` } },
  ]);
});

it('draws the upload on a terminal, and leaves no trace of the bar', async () => {
  const path = await fileOf('rc.pdf', Buffer.concat([Buffer.from(PDF), Buffer.alloc(1024 * 1024)]));
  const { err, out } = await runHere([...DOSSIER, '--file', path], { env: mytpe.env, isTTY: true });
  expect(err).toContain('Uploading');
  expect(err).toContain('100 % of 1.0 MiB\r\u001b[2K');
  expect(out).not.toContain('Uploading');
});

it.each([
  ['rc.pdf', '\u0089PNG\r\n\u001a\n', /identification_file/],
  ['rc.exe', 'MZ', /identification_file/],
  ['rc.pdf', Buffer.concat([Buffer.from(PDF), Buffer.alloc(5 * 1024 * 1024)]), /5 MiB/],
])('sends nothing when the file is wrong: %s', async (name, content, about) => {
  const { code, err } = await run(...DOSSIER, '--file', await fileOf(name, content));
  expect([code, err, mytpe.writes]).toEqual([2, expect.stringMatching(about), []]);
});

it('sends nothing when there is no such file', async () => {
  const { code, err } = await run(...DOSSIER, '--file', '/nowhere/rc.pdf');
  expect([code, err, mytpe.writes]).toEqual([2, expect.stringContaining('/nowhere/rc.pdf'), []]);
});

it('waits for the review: accepted', async () => {
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
    if (pauses === 2) mytpe.decide('identifications', { status: 'accepted' });
  };
  const { code, out } = await runHere([...DOSSIER, '--watch'], { env: mytpe.env, sleep });
  expect([code, out]).toEqual([0, 'Boutique: pending\nBoutique: accepted\n']);
});

it('waits for the review: refused, with the reason and how to mend it', async () => {
  const sleep = async () => mytpe.decide('identifications', { status: 'refused', reason: 'The scan is blurred' });
  const { code, err } = await runHere([...DOSSIER, '--watch'], { env: mytpe.env, sleep });
  expect([code, err]).toEqual([1, expect.stringContaining('refused the identification: The scan is blurred')]);
  expect(err).toContain('mytpe identifications update identifications-1');
});

it('pauses longer and longer, at most a minute', async () => {
  const pauses: number[] = [];
  let now = 0;
  const sleep = async (ms: number) => {
    pauses.push(ms);
    now += ms;
  };
  const stage = { env: mytpe.env, sleep, clock: () => now };
  expect((await runHere([...DOSSIER, '--watch', '--timeout', '10m'], stage)).code).toBe(7);
  expect(pauses.slice(0, 3)).toEqual([2_000, 3_000, 4_500]);
  expect(Math.max(...pauses)).toBe(60_000);
  expect(pauses.reduce((sum, pause) => sum + pause)).toBe(600_000);
});

it('an accepted dossier is not sent back to review by accident', async () => {
  await run(...DOSSIER);
  mytpe.decide('identifications', { status: 'accepted' });
  const update = ['identifications', 'update', 'identifications-1', '--name', 'New'];
  const unasked = await run(...update);
  expect([unasked.code, unasked.err, mytpe.writes.length]).toEqual([2, expect.stringContaining('back to review'), 1]);
  expect((await run(...update, '--yes', '--json')).json.name).toBe('New');
});

it('a second brand of the same name is questioned', async () => {
  mytpe.records['brands']!.push({ id: 'b1', name: 'Boutique', status: 'accepted', identification_id: 'i1' });
  const create = ['brands', 'create', '--name', 'Boutique', '--identification', 'i1'];
  const twin = await run(...create);
  expect([twin.code, twin.err, mytpe.writes]).toEqual([2, expect.stringContaining('mytpe brands update b1'), []]);
  expect((await run(...create, '--yes')).code).toBe(0);
});

it('a bank account is typed in groups and shown masked in lists', async () => {
  const made = await run('bank-accounts', 'create', '--rib', '0079 9999 0001 2345 6789', '--identification', 'i1');
  expect(made.code).toBe(0);
  expect(mytpe.writes[0]!.fields).toEqual({ account_number: '00799999000123456789', identification_id: 'i1' });
  expect((await run('bank-accounts', 'list')).out).toMatch(/••••6789/);
  expect((await run('bank-accounts', 'list')).out).not.toContain('00799999000123456789');
});

const ACTIVATE = [
  'instances',
  'activate',
  '--title',
  'Alger',
  '--identification',
  'i',
  '--brand',
  'b',
  '--bank-account',
  'a',
];

it('an activation opens a fee, so it asks, and shows where to pay', async () => {
  const unasked = await run(...ACTIVATE);
  expect([unasked.code, unasked.err, mytpe.writes]).toEqual([2, expect.stringContaining('fee'), []]);
  const { code, out, err } = await run(...ACTIVATE, '--yes');
  expect([code, out]).toEqual([0, expect.stringMatching(/amount\s+3 000 DA/)]);
  expect(err).toContain('https://gateway.example/pay/abc?x=1');
});

it('an activation whose answer is lost is not to be repeated', async () => {
  mytpe.refuse(502, { message: 'Bad gateway' });
  const { code, err } = await run(...ACTIVATE, '--yes');
  expect([code, err, mytpe.writes.length]).toEqual([6, expect.stringContaining('Do NOT repeat it'), 1]);
});

it('a proof is needed when the fee is not paid online', async () => {
  const { code, err } = await run(...ACTIVATE, '--yes', '--method', 'cheque');
  expect([code, err, mytpe.writes]).toEqual([2, expect.stringContaining('payment_proof'), []]);
});

it('waits until the instance is there and takes payments', async () => {
  const steps = [
    () =>
      mytpe.records['instances']!.push({
        id: 'n1',
        title: 'Alger',
        status: 'active',
        acceptance_status: 'documents_submitted',
      }),
    () => mytpe.decide('instances', { acceptance_status: 'ready' }),
  ];
  const sleep = async () => {
    steps.shift()?.();
  };
  const { code, out } = await runHere([...ACTIVATE, '--yes', '--watch'], { env: mytpe.env, sleep });
  expect([code, out.trim().split('\n')]).toEqual([
    0,
    [
      'Requested: transaction t-1',
      'no instance yet: its fee is not settled',
      'Alger (n1): documents_submitted, active',
      'Alger (n1): ready, active',
    ],
  ]);
});

it('the journey leads on from where the account stands', async () => {
  expect((await run('journey', '--json')).json).toMatchObject({
    next: expect.stringMatching(/^mytpe identifications create/),
  });
  await run(...DOSSIER);
  const { out } = await run('journey');
  expect(out).toContain('… Identification');
  expect(out).toMatch(/Next: mytpe identifications show identifications-1 --watch\n$/);
});

it('types are gathered from the dossiers there are', async () => {
  expect((await run('identifications', 'types')).out).toContain('first dossier in the MyTPE dashboard');
  mytpe.records['identifications']!.push({
    id: 'i',
    status: 'accepted',
    establishment_type: { id: 'e7', name: 'SARL' },
  });
  expect((await run('identifications', 'types', '--json')).json.data).toEqual([
    { kind: 'establishment_type', id: 'e7', name: 'SARL' },
  ]);
});

it('deletes only when told to', async () => {
  await run(...DOSSIER);
  expect((await run('identifications', 'delete', 'identifications-1')).code).toBe(2);
  expect((await run('identifications', 'delete', 'identifications-1', '--yes', '--json')).json).toEqual({
    id: 'identifications-1',
    deleted: true,
  });
  expect((await run('identifications', 'show', 'identifications-1')).code).toBe(4);
});
