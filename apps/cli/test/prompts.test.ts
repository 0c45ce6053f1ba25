import { expect, it } from 'vitest';

import { CREATE_IDENTIFICATION, createKycMerchant } from './kyc-merchant.ts';
import { atTerminal, createMerchant } from './terminal.ts';

const DOWN = '\u001b[B';
const ATELIER = CREATE_IDENTIFICATION.map((word) => word.replace('Boutique', 'Atelier'));

it('asks for missing required options at a terminal', async () => {
  const { env } = await createMerchant();
  const { code, out, err } = await atTerminal(
    ['links', 'create'],
    env,
    [/Title, shown to the payer/, 'Order 7\r'],
    [/Amount in dinars/, '4 500,50\r'],
  );
  expect([code, out]).toEqual([0, expect.stringMatching(/title\s+Order 7[^]+amount\s+4 500,50 DA/)]);
  expect(err).not.toContain('mytpe:');
});

it('an empty amount means that the payer chooses it', async () => {
  const { env } = await createMerchant();
  const { code, out } = await atTerminal(['links', 'create', '--title', 'Gift'], env, [/Amount in dinars/, '\r']);
  expect([code, out]).toEqual([0, expect.stringMatching(/amount_mode\s+open/)]);
});

it('validates an input like an option', async () => {
  const { env, writes } = await createMerchant();
  const { code, err } = await atTerminal(
    ['links', 'create', '--title', 'T'],
    env,
    [/Amount in dinars/, '1.500\r'],
    [/can mean/, '\u0003'],
  );
  expect([code, err, await writes()]).toEqual([130, expect.stringContaining('1 500 DA or 1,50 DA'), []]);
});

it('offers only accepted records if MyTPE requires them', async () => {
  const { env, mytpe, backing, review, control } = await createKycMerchant();
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

it('fails if MyTPE has accepted no record that the command requires', async () => {
  const { env, createIdentification, writes } = await createKycMerchant();
  await createIdentification();
  const { code, err } = await atTerminal(['instances', 'activate', '--title', 'Alger'], env);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/accepted none of your identifications yet.\nNext: .*journey/),
  ]);
  expect(await writes()).toEqual(['POST /api/ext/identifications']);
});

it('offers all records otherwise, accepted or not', async () => {
  const { env, mytpe, createIdentification } = await createKycMerchant();
  const first = await createIdentification();
  await mytpe(...ATELIER);
  const args = ['brands', 'create', '--name', 'Third'];
  const { code, out } = await atTerminal(args, env, [/Identification of the brand/, `${DOWN}\r`]);
  expect([code, out]).toEqual([0, expect.stringContaining(first)]);
});

it('shows the next step if there are no records', async () => {
  const { env, writes } = await createKycMerchant();
  const { code, err } = await atTerminal(['brands', 'create', '--name', 'B'], env);
  expect([code, err, await writes()]).toEqual([
    1,
    expect.stringMatching(/no identifications yet[^]+mytpe journey/),
    [],
  ]);
});

it('offers the type ids in use, and gives advice if there are none', async () => {
  const { env, mytpe } = await createKycMerchant();
  const create = ['identifications', 'create', '--name', 'Boutique'];
  const first = await atTerminal(
    create,
    env,
    [/Id of the legal form/, 'e1\r'],
    [/Id of the registration type/, 'a1\r'],
  );
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('The sandbox accepts any id.')]);
  const second = await atTerminal(create, env, [/Id of the legal form/, '\r'], [/Id of the registration type/, '\r']);
  expect([second.code, second.err]).toEqual([0, expect.not.stringContaining('accepts any id')]);
  expect((await mytpe('identifications', 'list', '--establishment-type', 'e1', '--json')).json.meta.total).toBe(2);
});

it('asks nothing without a terminal or without credentials', async () => {
  const { env, mytpe, writes } = await createMerchant();
  const piped = await mytpe('identifications', 'create', '--name', 'N');
  expect([piped.code, piped.err]).toEqual([
    2,
    expect.stringMatching(/required options are missing: --establishment-type <id>, --authorization-type <id>\./),
  ]);
  const withoutCredentials = await atTerminal(['links', 'create'], { ...env, MYTPE_API_KEY: '' });
  expect([withoutCredentials.code, withoutCredentials.err]).toEqual([3, expect.not.stringContaining('Title, shown')]);
  expect(await writes()).toEqual([]);
});
