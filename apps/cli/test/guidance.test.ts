import { SEEDED_IDS } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { createKycMerchant } from './kyc-merchant.ts';
import { type Merchant, createMerchant, runHere } from './terminal.ts';

/** The settings for the same sandbox at a URL that is not a loopback address. */
function remoteSettings({ env, sandbox }: Merchant): Record<string, string> {
  return { ...env, MYTPE_BASE_URL: sandbox.apiBaseUrl.replace('127.0.0.1', '0.0.0.0') };
}

it('an empty account gets advice about type ids', async () => {
  const merchant = await createKycMerchant();
  const env = remoteSettings(merchant);
  const { out } = await runHere(['identifications', 'types'], { env });
  expect(out).toMatch(
    /dashboard, then run: mytpe identifications types\n.*mytpe identifications types --profile <name>/,
  );
  const journey = await runHere(['journey'], { env });
  expect(journey.out).toMatch(
    /ids of the two types, run: mytpe identifications types\nNext: mytpe identifications create/,
  );
});

it('the sandbox accepts any type id, and the printed command works', async () => {
  const { mytpe } = await createKycMerchant();
  const { out } = await mytpe('identifications', 'types');
  expect(out).toContain('The sandbox accepts any id. Next: mytpe identifications create');
  const { next, hint } = (await mytpe('journey', '--json')).json;
  expect(hint).toBe('The sandbox accepts any type id.');
  expect((await mytpe(...next.replace('"My shop"', 'Shop').split(' ').slice(1))).code).toBe(0);
});

it('marks the customer URL as a guess if the pay URL is unknown', async () => {
  const merchant = await createMerchant();
  const create = ['links', 'create', '--title', 'T', '--amount', '9', '--publish'];
  const unset = { ...merchant.env, MYTPE_PAY_BASE_URL: '' };
  const here = await runHere([...create, '--json'], { env: unset });
  // The guess is correct for the sandbox.
  expect(here.json.customer_url).toBe(`${merchant.sandbox.payBaseUrl}/${here.json.slug}`);
  expect(here.json.customer_url_is_guess).toBe(true);
  const unknown = { ...remoteSettings(merchant), MYTPE_PAY_BASE_URL: '' };
  const shown = await runHere(['links', 'show', here.json.id], { env: unknown });
  expect(shown.out).toMatch(/customer_url\s+https:\/\/pay\.mytpe\.appp\/\S+\ncustomer_url_is_guess\s+yes/);
  expect(shown.err).toContain('customer_url is a guess: set MYTPE_PAY_BASE_URL to the pay URL, or run `mytpe login`');
  const sleep = async () => void (await merchant.control('POST', `/links/${here.json.id}/pay`, {}));
  const watched = await runHere(['links', 'show', here.json.id, '--watch'], { env: unknown, sleep });
  expect(watched.out).toMatch(/not paid yet {2}https:\S+ \(customer_url is a guess/);
  const known = await merchant.mytpe('links', 'show', here.json.id);
  expect(known.out + known.err).not.toContain('guess');
});

it('an exhausted link shows the command that creates a new link', async () => {
  const { mytpe, env, control } = await createMerchant();
  const title = "L'atelier";
  const create = ['links', 'create', '--title', title, '--amount', '4500,50', '--uses', '1', '--publish', '--json'];
  const { id } = (await mytpe(...create)).json;
  await control('POST', `/links/${id}/pay`, {});
  const command =
    `mytpe links create --instance ${SEEDED_IDS.readyInstance} --title 'L'\\''atelier' ` +
    '--amount 4500.50 --usage limited --uses 1 --publish';
  const shown = await mytpe('links', 'show', id);
  expect(shown.err).toContain(`The link is exhausted. Next, create a new link: ${command}\n`);
  const resumed = await mytpe('links', 'resume', id);
  expect([resumed.code, resumed.err]).toEqual([
    1,
    expect.stringMatching(/exhausted permanently\.\nNext: Create a new/),
  ]);
  const watched = await runHere(['links', 'show', id, '--watch'], { env });
  expect([watched.code, watched.err]).toEqual([1, expect.stringContaining(`Next: ${command}\n`)]);
});

/** A command and its error, which contains no field name of the API. */
const ERRORS: readonly (readonly [command: string, error: RegExp])[] = [
  [`links create --title ${'t'.repeat(192)} --amount 1`, /^mytpe: --title: must be at most 191 /],
  ['links create --title T --open --min 9 --max 5', /^mytpe: --min: must not be more than --max\./],
  ['links create --title T --amount 1 --max 5', /^mytpe: --max: is only allowed with open, not with fixed/],
  ['links create --title T --amount 1 --usage limited', /^mytpe: --uses: is required with limited/],
  ['links create --title T --amount 1 --from 2020-01-01', /^mytpe: --until: is required/],
  ['links create --title T --amount 1 --expires 2020-01-01', /^mytpe: --expires: must be in the future/],
  [`links create --title T --amount 1 --ref ${'r'.repeat(256)}`, /^mytpe: --ref: /],
  [`links create --title T --amount 1 --form ${SEEDED_IDS.draftForm}`, /^mytpe: MyTPE rejected.*--form: Only a publ/],
  ['forms fields add x --name 1 --label L --type string', /^mytpe: --name: must be 1 to 64/],
  ['webhooks create --url ftp://x', /^mytpe: --url: must be an https/],
  ['links list --limit 1000', /^mytpe: MyTPE rejected the input: --limit: The --limit must be an integer/],
  ['brands update x', /^mytpe: there is nothing to change\.\nNext: Add an option/],
];

it('errors contain the options of the command', async () => {
  const { mytpe } = await createMerchant();
  for (const [command, error] of ERRORS) {
    const ran = await mytpe(...command.split(' '));
    expect(ran.err).toMatch(error);
    expect(ran.err.replaceAll(/time_window/g, '')).not.toMatch(/[a-z]_[a-z]/);
  }
});
