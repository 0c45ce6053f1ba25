import { expect, it } from 'vitest';

import { CREATE_IDENTIFICATION, PDF, PNG, RIB, createKycMerchant } from './kyc-merchant.ts';
import { runHere } from './terminal.ts';

const ONE_IDENTIFICATION = ['POST /api/ext/identifications'];

it('creates an identification with its document, and shows the next step', async () => {
  const { mytpe, file, files, writes } = await createKycMerchant();
  const { code, out, err } = await mytpe(...CREATE_IDENTIFICATION, '--file', file('سجل.pdf', PDF));
  expect([code, out, err]).toEqual([0, expect.stringMatching(/status\s+pending/), expect.stringContaining('--watch')]);
  expect(out).toMatch(/has_file\s+yes/);
  expect(await files()).toMatchObject([{ name: 'سجل.pdf', size: Buffer.byteLength(PDF) }]);
  expect(await writes()).toEqual(ONE_IDENTIFICATION);
});

it('draws a progress bar on a terminal, and removes it', async () => {
  const { env, file, files } = await createKycMerchant();
  const path = file('rc.pdf', Buffer.concat([Buffer.from(PDF), Buffer.alloc(1024 * 1024)]));
  const { err, out } = await runHere([...CREATE_IDENTIFICATION, '--file', path], { env, isTTY: true });
  expect(err).toContain('Uploading');
  expect(err).toMatch(/100 % of 1\.0 MiB\r\u001b\[2K/);
  expect(out).not.toContain('Uploading');
  expect(await files()).toMatchObject([{ size: Buffer.byteLength(PDF) + 1024 * 1024 }]);
});

it('draws no progress bar without a file', async () => {
  const { env, mytpe, createIdentification } = await createKycMerchant();
  const made = await runHere(CREATE_IDENTIFICATION, { env, isTTY: true });
  expect([made.code, made.err]).toEqual([0, expect.not.stringContaining('Uploading')]);
  const id = await createIdentification();
  const [{ id: brand }] = (await mytpe('brands', 'list', '--json')).json.data;
  for (const update of [
    ['identifications', 'update', id, '--name', 'New'],
    ['brands', 'update', brand, '--name', 'New'],
  ]) {
    const { code, err } = await runHere(update, { env, isTTY: true });
    expect([code, err]).toEqual([0, expect.not.stringContaining('Uploading')]);
  }
});

it.each([
  ['rc.pdf', PNG, /--file: "rc\.pdf" is PDF/],
  ['rc.exe', 'MZ', /--file: "rc\.exe"/],
  ['empty.pdf', '', /empty\.pdf.*The file is empty/],
  ['rc.pdf', Buffer.concat([Buffer.from(PDF), Buffer.alloc(5 * 1024 * 1024)]), /5 MiB/],
])('sends nothing if the file is invalid: %s', async (name, content, about) => {
  const { mytpe, file, writes } = await createKycMerchant();
  const { code, err } = await mytpe(...CREATE_IDENTIFICATION, '--file', file(name, content));
  expect([code, err, await writes()]).toEqual([2, expect.stringMatching(about), []]);
});

it('sends nothing if the file does not exist', async () => {
  const { mytpe, writes } = await createKycMerchant();
  const { code, err } = await mytpe(...CREATE_IDENTIFICATION, '--file', '/nowhere/rc.pdf');
  expect([code, err, await writes()]).toEqual([2, expect.stringContaining('/nowhere/rc.pdf'), []]);
});

it('waits for the review: accepted', async () => {
  const { env, mytpe, review } = await createKycMerchant();
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
    const [{ id }] = (await mytpe('identifications', 'list', '--json')).json.data;
    if (pauses === 2) await review('identifications', id);
  };
  const { code, out } = await runHere([...CREATE_IDENTIFICATION, '--watch'], { env, sleep });
  expect([code, out]).toEqual([0, 'Boutique: pending\nBoutique: accepted\n']);
});

it('waits for the review: refused, updated, accepted', async () => {
  const { env, mytpe, createIdentification, review, file, files } = await createKycMerchant();
  const id = await createIdentification();
  const watching = ['identifications', 'show', id, '--watch'];
  const refusing = () => review('identifications', id, 'refuse', 'The scan is blurred');
  const refused = await runHere(watching, { env, sleep: refusing });
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('refused the identification: The scan is blurred'),
  ]);
  expect(refused.err).toContain(`mytpe identifications update ${id}`);
  const mended = await mytpe('identifications', 'update', id, '--file', file('sharp.pdf', PDF), '--json');
  expect([mended.code, mended.json.status, mended.json.name]).toEqual([0, 'pending', 'Boutique']);
  expect(await files()).toMatchObject([{ name: 'sharp.pdf' }]);
  expect((await runHere(watching, { env, sleep: () => review('identifications', id) })).code).toBe(0);
});

it('pauses grow to one minute', async () => {
  const { env } = await createKycMerchant();
  const pauses: number[] = [];
  let now = 0;
  const sleep = async (ms: number) => {
    pauses.push(ms);
    now += ms;
  };
  const stage = { env, sleep, clock: () => now };
  expect((await runHere([...CREATE_IDENTIFICATION, '--watch', '--timeout', '10m'], stage)).code).toBe(7);
  expect(pauses.slice(0, 3)).toEqual([2_000, 3_000, 4_500]);
  expect(Math.max(...pauses)).toBe(60_000);
  expect(pauses.reduce((sum, pause) => sum + pause)).toBe(600_000);
});

it('a change to an accepted identification requires confirmation', async () => {
  const { mytpe, createIdentification, review, writes } = await createKycMerchant();
  const id = await createIdentification();
  await review('identifications', id);
  const update = ['identifications', 'update', id, '--name', 'New'];
  const unasked = await mytpe(...update);
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('review it again')]);
  expect(await writes()).toEqual(ONE_IDENTIFICATION);
  expect((await mytpe(...update, '--yes', '--json')).json).toMatchObject({ name: 'New', status: 'pending' });
});

it('a second brand with the same name requires confirmation', async () => {
  const { mytpe, createIdentification, writes } = await createKycMerchant();
  const identification = await createIdentification();
  const [brand] = (await mytpe('brands', 'list', '--json')).json.data;
  const create = ['brands', 'create', '--name', 'Boutique', '--identification', identification];
  const twin = await mytpe(...create);
  expect([twin.code, twin.err]).toEqual([2, expect.stringContaining(`mytpe brands update ${brand.id}`)]);
  expect(await writes()).toEqual(ONE_IDENTIFICATION);
  expect((await mytpe(...create, '--yes')).code).toBe(0);
});

it('a brand gets its logo, and shows its URL', async () => {
  const { mytpe, createIdentification, file, files } = await createKycMerchant();
  await createIdentification();
  const [{ id }] = (await mytpe('brands', 'list', '--json')).json.data;
  const changed = await mytpe('brands', 'update', id, '--logo', file('logo.png', PNG), '--json');
  expect([changed.code, changed.json.logo]).toEqual([0, expect.stringContaining('/storage/brands/')]);
  expect(await files()).toMatchObject([{ name: 'logo.png' }]);
  expect((await mytpe('brands', 'list')).out).toMatch(/Boutique.*yes\s+pending/);
});

it('a RIB is typed in groups, and masked in lists', async () => {
  const { mytpe, createIdentification } = await createKycMerchant();
  const made = await mytpe(
    'bank-accounts',
    'create',
    '--rib',
    RIB,
    '--identification',
    await createIdentification(),
    '--json',
  );
  expect([made.code, made.json.account_number, made.json.bank_code]).toEqual([0, '00799999000123456789', '007']);
  const { out } = await mytpe('bank-accounts', 'list');
  expect(out).toMatch(/••••6789\s+007/);
  expect(out).not.toContain('00799999000123456789');
  const wrong = ['bank-accounts', 'update', made.json.id, '--rib', '0'.repeat(20), '--json'];
  expect((await mytpe(...wrong)).json.account_number).toBe('0'.repeat(20));
});

it('errors from MyTPE contain options instead of field names', async () => {
  const { mytpe } = await createKycMerchant();
  const { code, err } = await mytpe('bank-accounts', 'create', '--rib', RIB, '--identification', 'unknown');
  const refusal = 'mytpe: MyTPE rejected the input: --identification: No identification has this id.\n';
  expect([code, err]).toEqual([1, expect.stringContaining(`${refusal}Next: Nothing was changed.`)]);
});

it('the journey shows the next step of the account', async () => {
  const { mytpe, createIdentification, review } = await createKycMerchant();
  const next = async () => (await mytpe('journey', '--json')).json.next as string;
  expect(await next()).toMatch(/^mytpe identifications create/);
  const id = await createIdentification();
  const { out } = await mytpe('journey');
  expect(out).toContain('… Identification');
  expect(out).toMatch(new RegExp(`Next: mytpe identifications show ${id} --watch\n$`));
  await review('identifications', id, 'refuse', 'Blurred');
  expect(await next()).toContain(`mytpe identifications update ${id}`);
});

it('lists the type ids that the identifications use', async () => {
  const { mytpe, createIdentification } = await createKycMerchant();
  await createIdentification();
  expect((await mytpe('identifications', 'types', '--json')).json.data).toMatchObject([
    { kind: 'establishment_type', id: 'e1' },
    { kind: 'authorization_type', id: 'a1' },
  ]);
});

it('deletes only after confirmation, and only records that no other record uses', async () => {
  const { mytpe, createIdentification } = await createKycMerchant();
  const id = await createIdentification();
  const [brand] = (await mytpe('brands', 'list', '--json')).json.data;
  expect((await mytpe('identifications', 'delete', id)).code).toBe(2);
  const held = await mytpe('identifications', 'delete', id, '--yes');
  expect([held.code, held.err]).toEqual([1, expect.stringMatching(/brand/i)]);
  expect((await mytpe('brands', 'delete', brand.id, '--yes')).code).toBe(0);
  expect((await mytpe('identifications', 'delete', id, '--yes', '--json')).json).toEqual({ id, deleted: true });
  expect((await mytpe('identifications', 'show', id)).code).toBe(4);
});
