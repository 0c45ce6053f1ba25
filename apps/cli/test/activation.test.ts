import { expect, it } from 'vitest';

import { type Backing, type KycMerchant, PDF, PNG, createKycMerchant } from './kyc-merchant.ts';
import { atTerminal, runHere } from './terminal.ts';

const UNKNOWN = { identification: 'i', brand: 'b', account: 'a' };

const activate = ({ identification, brand, account }: Backing, ...more: string[]) => [
  ...`instances activate --title Alger --identification ${identification} --brand ${brand} --bank-account ${account}`.split(
    ' ',
  ),
  ...more,
];

const requests = async ({ writes }: KycMerchant) =>
  (await writes()).filter((call) => call === 'POST /api/ext/instances');

/** Pays the fee on the hosted page, like a person in a browser. */
async function payFee(page: string): Promise<void> {
  const paid = await fetch(page, { method: 'POST', body: new URLSearchParams({ card: 'approved' }) });
  expect(paid.status).toBe(200);
}

it('activate asks before the fee, and shows the URL to pay it', async () => {
  const merchant = await createKycMerchant();
  const backing = await merchant.backing();
  const unasked = await merchant.mytpe(...activate(backing));
  const warning = /fee of 3 000 DA for each request.*If you already sent a request.*\nNext: Add --yes/;
  expect([unasked.code, unasked.err, await requests(merchant)]).toEqual([2, expect.stringMatching(warning), []]);
  const { code, out, err } = await merchant.mytpe(...activate(backing, '--yes'));
  expect([code, out]).toEqual([0, expect.stringMatching(/amount\s+3 000 DA/)]);
  expect(err).toContain(`pay the fee of 3 000 DA in your browser: ${merchant.sandbox.url}/gateway/`);
});

it('the journey warns before a request, and while an activation is open', async () => {
  const merchant = await createKycMerchant();
  const { mytpe, backing, review } = merchant;
  const made = activate(await backing(), '--yes', '--json');
  const before = await mytpe('journey');
  expect(before.out).toMatch(/fee of 3 000 DA for each request.*pay its fee instead\.\nNext: mytpe inst/);
  await review('activations', (await mytpe(...made)).json.transaction_id);
  const { hint, next } = (await mytpe('journey', '--json')).json;
  expect([hint, next]).toEqual([expect.stringContaining('a second fee'), expect.stringContaining('instances show')]);
});

it('a second fee requires --second-fee while an activation is open', async () => {
  const merchant = await createKycMerchant();
  const { mytpe, backing, review, env } = merchant;
  const first = await backing();
  await review('activations', (await mytpe(...activate(first, '--yes', '--json'))).json.transaction_id);
  const [{ id }] = (await mytpe('instances', 'list', '--json')).json.data;
  const refused = await mytpe(...activate(first, '--yes'));
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringMatching(
      new RegExp(`already open: "Alger" \\(${id}\\).*second fee of 3 000 DA\\?\nNext: Add --second-fee`),
    ),
  ]);
  const declined = await atTerminal(activate(first, '--yes'), env, [/second fee of 3 000 DA/, 'n']);
  expect([declined.code, (await requests(merchant)).length]).toEqual([130, 1]);
  expect((await mytpe(...activate(first, '--second-fee'))).code).toBe(0);
  await review('instances', id);
  const duplicate = await mytpe(...activate(first, '--yes'));
  expect([duplicate.code, duplicate.err]).toEqual([
    2,
    expect.stringMatching(/already exists: "Alger".*takes payments/),
  ]);
});

it('activate warns against repeating a request whose response was lost', async () => {
  const merchant = await createKycMerchant();
  const backing = await merchant.backing();
  const match = { method: 'POST', path_regex: '/instances$' };
  await merchant.control('POST', '/faults', { match, fault: { type: 'reset_after' }, times: 1 });
  const { code, err } = await merchant.mytpe(...activate(backing, '--yes'));
  expect([code, err, await requests(merchant)]).toEqual([
    6,
    expect.stringContaining('Do NOT repeat the command'),
    [expect.any(String)],
  ]);
});

it('activate requires a proof if the fee is not paid online, and validates it before the request', async () => {
  const merchant = await createKycMerchant();
  const { mytpe, file } = merchant;
  const cheque = activate(UNKNOWN, '--yes', '--method', 'cheque');
  const without = await mytpe(...cheque);
  expect([without.code, without.err]).toEqual([2, expect.stringMatching(/needs a proof.*\nNext: Add --proof/)]);
  const zip = await mytpe(...cheque, '--proof', file('proof.zip', 'PK'));
  expect([zip.code, zip.err]).toEqual([2, expect.stringMatching(/^mytpe: --proof: "proof\.zip" is .*allowed/)]);
  const online = await mytpe(...activate(UNKNOWN, '--yes', '--proof', file('proof.pdf', PDF)));
  expect([online.code, online.err]).toEqual([
    2,
    expect.stringContaining('--proof is only allowed with --method bank_transfer'),
  ]);
  expect(await merchant.writes()).toEqual([]);
});

it('--watch waits until the fee is settled and the instance takes payments', async () => {
  const { env, backing, mytpe, review, control } = await createKycMerchant();
  const args = activate(await backing(), '--yes', '--watch');
  const activations = async () => ((await control('GET', '/state')) as { activations: { id: string }[] }).activations;
  const instance = async (): Promise<string> => (await mytpe('instances', 'list', '--json')).json.data[0].id;
  const steps = [
    async () => review('activations', (await activations())[0]!.id),
    async () => review('instances', await instance()),
  ];
  const sleep = async () => steps.shift()?.();
  const { code, out } = await runHere(args, { env, sleep });
  const id = await instance();
  expect([code, out.trim().split('\n')]).toEqual([
    0,
    [
      expect.stringMatching(/^Requested: transaction \S+$/),
      'no instance yet: its fee is not settled',
      `Alger (${id}): pending_documents, active`,
      `Alger (${id}): ready, active`,
    ],
  ]);
});

it('activate sends the proof, and --watch shows the reason of a rejected license', async () => {
  const { mytpe, env, backing, file, files, review } = await createKycMerchant();
  const cheque = ['--yes', '--method', 'cheque', '--proof', file('reçu.pdf', PDF)];
  const made = await mytpe(...activate(await backing(), ...cheque));
  expect([made.code, made.err]).toEqual([0, expect.stringContaining('officer now checks the proof')]);
  expect((await files()).map(({ name }) => name)).toEqual(['reçu.pdf']);
  await review('activations', /transaction_id\s+(\S+)/.exec(made.out)![1]!);
  const { id } = (await mytpe('instances', 'list', '--json')).json.data[0];
  await review('instances', id, 'refuse', 'A page is missing');
  const watched = await runHere(['instances', 'show', id, '--watch'], { env });
  expect([watched.code, watched.err]).toEqual([1, expect.stringContaining('A page is missing')]);
  expect((await mytpe('journey')).out).toMatch(/✗ Payment instance.*A page is missing/);
  await review('instances', id);
  expect((await mytpe('instances', 'show', id, '--json')).json.takes_payments).toBe(true);
});

it('an instance is renamed, gets a logo, and can be deleted if it has no live link', async () => {
  const { mytpe, backing, file, review } = await createKycMerchant();
  const { form_url } = (await mytpe(...activate(await backing(), '--yes', '--json'))).json;
  await payFee(form_url);
  const { id } = (await mytpe('instances', 'list', '--json')).json.data[0];
  await review('instances', id);
  const update = ['instances', 'update', id, '--title', 'Oran', '--logo', file('logo.png', PNG), '--json'];
  expect((await mytpe(...update)).json).toMatchObject({ title: 'Oran', logo: expect.stringContaining('/storage/') });
  const link = (await mytpe('links', 'create', '--title', 'L', '--amount', '100', '--publish', '--json')).json;
  const held = await mytpe('instances', 'delete', id, '--yes');
  expect([held.code, held.err]).toEqual([2, expect.stringContaining(link.id)]);
  await mytpe('links', 'archive', link.id, '--yes');
  expect((await mytpe('instances', 'delete', id, '--yes')).code).toBe(0);
});

it('the help of instances update lists the logo types that the client accepts', async () => {
  const { mytpe, file } = await createKycMerchant();
  const { err } = await mytpe('instances', 'update', 'x', '--logo', file('logo.pdf', PDF));
  const allowed = /allowed: (.*?), at most/.exec(err)![1]!;
  expect((await mytpe('instances', 'update', '--help')).out.replaceAll(/\s+/g, ' ')).toContain(
    `logo: ${allowed}, at most`,
  );
});
