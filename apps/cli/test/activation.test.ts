import { expect, it } from 'vitest';

import { type Backing, type KycDesk, PDF, PNG, openKycDesk } from './kyc-desk.ts';
import { atTerminal, runHere } from './terminal.ts';

const NOBODY = { identification: 'i', brand: 'b', account: 'a' };

const activate = ({ identification, brand, account }: Backing, ...more: string[]) => [
  ...`instances activate --title Alger --identification ${identification} --brand ${brand} --bank-account ${account}`.split(
    ' ',
  ),
  ...more,
];

const asked = async ({ writes }: KycDesk) => (await writes()).filter((call) => call === 'POST /api/ext/instances');

/** As a person in a browser does. */
async function payFee(page: string): Promise<void> {
  const paid = await fetch(page, { method: 'POST', body: new URLSearchParams({ card: 'approved' }) });
  expect(paid.status).toBe(200);
}

it('an activation causes a fee, so it asks, and shows where to pay', async () => {
  const desk = await openKycDesk();
  const backing = await desk.backing();
  const unasked = await desk.mytpe(...activate(backing));
  const warning = /fee of 3 000 DA for each request.*If you made a request before.*\nNext: Add --yes/;
  expect([unasked.code, unasked.err, await asked(desk)]).toEqual([2, expect.stringMatching(warning), []]);
  const { code, out, err } = await desk.mytpe(...activate(backing, '--yes'));
  expect([code, out]).toEqual([0, expect.stringMatching(/amount\s+3 000 DA/)]);
  expect(err).toContain(`pay the fee of 3 000 DA in your browser: ${desk.sandbox.url}/gateway/`);
});

it('the journey warns before a second request, and while an activation is open', async () => {
  const desk = await openKycDesk();
  const { mytpe, backing, review } = desk;
  const made = activate(await backing(), '--yes', '--json');
  const before = await mytpe('journey');
  expect(before.out).toMatch(
    /fee of 3 000 DA for each request.*pay its fee instead of a second one\.\nNext: mytpe inst/,
  );
  await review('activations', (await mytpe(...made)).json.transaction_id);
  const { hint, next } = (await mytpe('journey', '--json')).json;
  expect([hint, next]).toEqual([expect.stringContaining('a second fee'), expect.stringContaining('instances show')]);
});

it('a second fee needs a flag of its own while an activation is open', async () => {
  const desk = await openKycDesk();
  const { mytpe, backing, review, env } = desk;
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
  expect([declined.code, (await asked(desk)).length]).toEqual([130, 1]);
  expect((await mytpe(...activate(first, '--second-fee'))).code).toBe(0);
  await review('instances', id);
  const twin = await mytpe(...activate(first, '--yes'));
  expect([twin.code, twin.err]).toEqual([2, expect.stringMatching(/already an instance "Alger".*takes payments/)]);
});

it('an activation whose answer is lost is not to be repeated', async () => {
  const desk = await openKycDesk();
  const backing = await desk.backing();
  const match = { method: 'POST', path_regex: '/instances$' };
  await desk.control('POST', '/faults', { match, fault: { type: 'reset_after' }, times: 1 });
  const { code, err } = await desk.mytpe(...activate(backing, '--yes'));
  expect([code, err, await asked(desk)]).toEqual([
    6,
    expect.stringContaining('Do NOT repeat it'),
    [expect.any(String)],
  ]);
});

it('a proof is needed when the fee is not paid online, and is checked before it travels', async () => {
  const desk = await openKycDesk();
  const { mytpe, file } = desk;
  const cheque = activate(NOBODY, '--yes', '--method', 'cheque');
  const without = await mytpe(...cheque);
  expect([without.code, without.err]).toEqual([2, expect.stringMatching(/needs a proof.*\nNext: Add --proof/)]);
  const zip = await mytpe(...cheque, '--proof', file('proof.zip', 'PK'));
  expect([zip.code, zip.err]).toEqual([2, expect.stringMatching(/^mytpe: --proof: "proof\.zip" is .*allowed/)]);
  const online = await mytpe(...activate(NOBODY, '--yes', '--proof', file('proof.pdf', PDF)));
  expect([online.code, online.err]).toEqual([2, expect.stringContaining('--proof belongs to --method bank_transfer')]);
  expect(await desk.writes()).toEqual([]);
});

it('waits until the fee is settled and the instance takes payments', async () => {
  const { env, backing, mytpe, review, control } = await openKycDesk();
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

it('a proof goes along; a rejected license is told with its reason, and can be mended', async () => {
  const { mytpe, env, backing, file, files, review } = await openKycDesk();
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

it('an instance is renamed, gets a logo, and is deleted when no link needs it', async () => {
  const { mytpe, backing, file, review } = await openKycDesk();
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

it('its help names the logo types that the client takes', async () => {
  const { mytpe, file } = await openKycDesk();
  const { err } = await mytpe('instances', 'update', 'x', '--logo', file('logo.pdf', PDF));
  const allowed = /allowed: (.*?), at most/.exec(err)![1]!;
  expect((await mytpe('instances', 'update', '--help')).out.replaceAll(/\s+/g, ' ')).toContain(
    `logo: ${allowed}, at most`,
  );
});
