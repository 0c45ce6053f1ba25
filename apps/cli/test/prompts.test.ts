import { expect, it } from 'vitest';

import { DOSSIER, openKycDesk } from './kyc-desk.ts';
import { atTerminal, openDesk } from './terminal.ts';

const DOWN = '\u001b[B';
const ATELIER = DOSSIER.map((word) => word.replace('Boutique', 'Atelier'));

it('what is required and was not typed is asked for at a terminal', async () => {
  const { env } = await openDesk();
  const { code, out, err } = await atTerminal(
    ['links', 'create'],
    env,
    [/What is paid for/, 'Order 7\r'],
    [/Amount in dinars/, '4 500,50\r'],
  );
  expect([code, out]).toEqual([0, expect.stringMatching(/title\s+Order 7[^]+amount\s+4 500,50 DA/)]);
  expect(err).not.toContain('mytpe:');
});

it('no amount is an amount that the payer chooses', async () => {
  const { env } = await openDesk();
  const { code, out } = await atTerminal(['links', 'create', '--title', 'Gift'], env, [/Amount in dinars/, '\r']);
  expect([code, out]).toEqual([0, expect.stringMatching(/amount_mode\s+open/)]);
});

it('an answer is held to the same rules as an option', async () => {
  const { env, writes } = await openDesk();
  const { code, err } = await atTerminal(
    ['links', 'create', '--title', 'T'],
    env,
    [/Amount in dinars/, '1.500\r'],
    [/two ways|read as/, '\u0003'],
  );
  expect([code, err, await writes()]).toEqual([130, expect.stringContaining('1 500 DA or 1,50 DA'), []]);
});

it('offers only accepted records where MyTPE takes no others', async () => {
  const { env, mytpe, backing, review, control } = await openKycDesk();
  const { brand } = await backing();
  await mytpe(...ATELIER);
  const args = ['instances', 'activate', '--title', 'Alger'];
  const { code, out, err } = await atTerminal(
    args,
    env,
    [/Accepted identification/, '\r'],
    [/Accepted brand/, '\r'],
    [/Accepted bank account/, '\r'],
    [/Request the instance/, 'y'],
  );
  expect([code, out]).toEqual([0, expect.stringMatching(/status\s+processing/)]);
  expect(err).not.toContain('Atelier');
  const { activations } = (await control('GET', '/state')) as { activations: { id: string; brand_id: string }[] };
  expect(activations).toMatchObject([{ brand_id: brand }]);
  await review('activations', activations[0]!.id);
  expect((await mytpe('instances', 'list', '--json')).json.data).toMatchObject([{ title: 'Alger' }]);
});

it('refuses when MyTPE has accepted no record that the command takes', async () => {
  const { env, dossier, writes } = await openKycDesk();
  await dossier();
  const { code, err } = await atTerminal(['instances', 'activate', '--title', 'Alger'], env);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/accepted none of your identifications yet.\nNext: .*journey/),
  ]);
  expect(await writes()).toEqual(['POST /api/ext/identifications']);
});

it('another record is one key away, accepted or not', async () => {
  const { env, mytpe, dossier } = await openKycDesk();
  const first = await dossier();
  await mytpe(...ATELIER);
  const args = ['brands', 'create', '--name', 'Third'];
  const { code, out } = await atTerminal(args, env, [/Identification it belongs to/, `${DOWN}\r`]);
  expect([code, out]).toEqual([0, expect.stringContaining(first)]);
});

it('where there is nothing to choose from, the way there is told', async () => {
  const { env, writes } = await openKycDesk();
  const { code, err } = await atTerminal(['brands', 'create', '--name', 'B'], env);
  expect([code, err, await writes()]).toEqual([
    1,
    expect.stringMatching(/no identifications yet[^]+mytpe journey/),
    [],
  ]);
});

it('type ids are chosen from those in use, and explained while there are none', async () => {
  const { env, mytpe } = await openKycDesk();
  const create = ['identifications', 'create', '--name', 'Boutique'];
  const first = await atTerminal(create, env, [/Id of the legal form/, 'e1\r'], [/Id of the kind/, 'a1\r']);
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('The sandbox accepts any id.')]);
  const second = await atTerminal(create, env, [/Id of the legal form/, '\r'], [/Id of the kind/, '\r']);
  expect([second.code, second.err]).toEqual([0, expect.not.stringContaining('accepts any id')]);
  expect((await mytpe('identifications', 'list', '--establishment-type', 'e1', '--json')).json.meta.total).toBe(2);
});

it('asks nobody who is not there, and nothing without credentials', async () => {
  const { env, mytpe, writes } = await openDesk();
  const piped = await mytpe('identifications', 'create', '--name', 'N');
  expect([piped.code, piped.err]).toEqual([
    2,
    expect.stringMatching(/missing is --establishment-type <id>, --authorization-type <id>\./),
  ]);
  const nobody = await atTerminal(['links', 'create'], { ...env, MYTPE_API_KEY: '' });
  expect([nobody.code, nobody.err]).toEqual([3, expect.not.stringContaining('What is paid for')]);
  expect(await writes()).toEqual([]);
});
