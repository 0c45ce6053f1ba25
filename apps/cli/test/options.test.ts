import { SEEDED_IDS } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { CREATE_IDENTIFICATION, createKycMerchant } from './kyc-merchant.ts';
import { createMerchant, runHere } from './terminal.ts';

it('identifications are filtered and sorted', async () => {
  const { mytpe, review } = await createKycMerchant();
  const add = async (name: string, type: string): Promise<string> => {
    const words = CREATE_IDENTIFICATION.map((word) => (word === 'Boutique' ? name : word === 'e1' ? type : word));
    return (await mytpe(...words, '--json')).json.id;
  };
  await review('identifications', await add('Beta', 'e1'));
  await add('Gamma', 'e2');
  await add('Alpha', 'e1');
  const names = async (...options: string[]): Promise<string[]> => {
    const { data } = (await mytpe('identifications', 'list', ...options, '--json')).json;
    return data.map(({ name }: { name: string }) => name);
  };
  expect(await names('--status', 'accepted')).toEqual(['Beta']);
  expect(await names('--establishment-type', 'e1', '--sort', 'name')).toEqual(['Alpha', 'Beta']);
  expect(await names('--sort', 'name', '--order', 'desc', '--all')).toEqual(['Gamma', 'Beta', 'Alpha']);
  const unknown = await mytpe('identifications', 'list', '--sort', 'size');
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('created_at, name, status')]);
});

it('instances are sorted by any field that MyTPE accepts', async () => {
  const { mytpe } = await createMerchant();
  const ids = async (...options: string[]): Promise<string[]> => {
    const { data } = (await mytpe('instances', 'list', ...options, '--json')).json;
    return data.map(({ id }: { id: string }) => id);
  };
  const [alger, oran] = [SEEDED_IDS.readyInstance, SEEDED_IDS.suspendedInstance];
  expect(await ids('--sort', 'title')).toEqual([alger, oran]);
  expect(await ids('--sort', 'title', '--order', 'desc')).toEqual([oran, alger]);
  const unknown = await mytpe('instances', 'list', '--sort', 'size');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('--sort: The --sort must be one of')]);
  const alone = await mytpe('instances', 'list', '--order', 'desc');
  expect([alone.code, alone.err]).toEqual([2, expect.stringMatching(/--order needs a field.*\nNext: Add --sort/)]);
});

it.each([
  ['links list', ['--limit <count> entries per page (default: 15)', '--page <number> page to show (default: 1)']],
  ['links show', ['like 90s, 30m or 2h (default: 30m)', 'the pauses grow to one minute (default: 2s)']],
  [
    'links create',
    [
      'or the only instance that takes payments)',
      'or --payer; otherwise one_shot, or reusable with --open and in v2)',
      'Algiers time (default: never)',
      'fills in; "" for no form (default: no form, the payment is anonymous)',
      'without a payment until the link expires, like 90m, 2h or 30d (default: that of the instance, otherwise never)',
      'after a refused payment (default: yes)',
      'pay without their details (default: no)',
      'with six random characters)',
      'our_ref (default: a random reference)',
    ],
  ],
  ['instances activate', ['"cheque", default: "online")']],
  ['instances list', ['order of --sort (default: asc)']],
  ['forms fields add', ['payers must fill it in (default: no)']],
  ['webhooks create', ['may be repeated (default: all)', 'sends events to this subscription (default: yes)']],
  ['webhooks verify', ['Algiers time (default: now)']],
  ['webhooks listen', ['selects a free port (default: 8040)']],
  ['links export', ['(default: standard output)']],
  ['me', ['(default: ext, or MYTPE_API)', 'then "default")', 'then MYTPE_CONFIG or ~/.config/mytpe/config.json)']],
])('the help of %s contains the defaults of its options', async (command, defaults) => {
  const { code, out } = await runHere([...command.split(' '), '--help']);
  const text = out.replaceAll(/\s+/g, ' ');
  expect(code).toBe(0);
  for (const expected of defaults) expect(text).toContain(expected);
});

it.each([['links update'], ['webhooks update'], ['forms fields update']])(
  'the help of %s contains no defaults, because an absent option changes nothing',
  async (command) => {
    const { out } = await runHere([...command.split(' '), '--help']);
    const own = out.slice(out.indexOf('\nOptions:'), out.indexOf('\nGlobal Options:'));
    expect(own).not.toContain('default:');
  },
);
