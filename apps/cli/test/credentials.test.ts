import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { type Answer, type Merchant, atTerminal, createMerchant, runHere } from './terminal.ts';

const configOf = ({ home }: Merchant) => join(home, '.config', 'mytpe', 'config.json');
const withoutSettings = ({ home }: Merchant) => ({ HOME: home });

function writeConfig(merchant: Merchant, text: string, mode = 0o600): string {
  const path = configOf(merchant);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

const profile = ({ sandbox }: Merchant) => ({
  base_url: sandbox.apiBaseUrl,
  api_key: SANDBOX_KEY,
  api_secret: SANDBOX_SECRET,
});

/**
 * The replies to the questions of `login`. It asks for the pay URL, because the sandbox is not on MyTPE's documented
 * host.
 */
const answers = (secret: string): Answer[] => [
  [/URL of MyTPE's API/, '\r'],
  [/URL of MyTPE's payment pages/, '\r'],
  [/API key/, `${SANDBOX_KEY}\r`],
  [/API secret/, `${secret}\r`],
];

it('reads credentials from files that variables point to', async () => {
  const merchant = await createMerchant();
  writeFileSync(join(merchant.home, 'secret'), `${SANDBOX_SECRET}\n`);
  const env = { ...merchant.env, MYTPE_API_SECRET: '', MYTPE_API_SECRET_FILE: join(merchant.home, 'secret') };
  expect((await runHere(['me'], { env })).code).toBe(0);
  const both = await runHere(['me'], { env: { ...env, MYTPE_API_SECRET: 'x' } });
  expect([both.code, both.err]).toEqual([2, expect.stringContaining('both set')]);
  const gone = await runHere(['me'], { env: { ...env, MYTPE_API_SECRET_FILE: '/nowhere' } });
  expect([gone.code, gone.err]).toEqual([3, expect.stringContaining('ENOENT')]);
});

it('login asks for credentials, tests them, and saves valid ones for the owner only', async () => {
  const merchant = await createMerchant();
  const env = { ...withoutSettings(merchant), MYTPE_BASE_URL: merchant.sandbox.apiBaseUrl };
  const login = await atTerminal(['login'], env, ...answers(SANDBOX_SECRET));
  expect(login.err).not.toContain(SANDBOX_SECRET);
  expect([login.code, login.out]).toEqual([0, expect.stringContaining('belong to Boutique Centrale')]);
  expect(statSync(configOf(merchant)).mode & 0o777).toBe(0o600);
  const kept = { ...profile(merchant), pay_base_url: merchant.sandbox.payBaseUrl };
  expect(JSON.parse(readFileSync(configOf(merchant), 'utf8')).profiles.default).toMatchObject(kept);
  expect((await runHere(['me', '--json'], { env: withoutSettings(merchant) })).json.name).toBe('Boutique Centrale');
});

it('login asks for a pay URL only if none is documented', async () => {
  const merchant = await createMerchant();
  const api = { ...withoutSettings(merchant), MYTPE_API: '' };
  const stop = '\u0003';
  const documented = await atTerminal(['login'], api, [/URL of MyTPE's API/, '\r'], [/API key/, stop]);
  expect([documented.code, documented.err]).toEqual([130, expect.not.stringContaining('payment pages')]);
  const unknown = { ...api, MYTPE_BASE_URL: 'https://mytpe.example/api/ext' };
  const asked = await atTerminal(['login'], unknown, [/URL of MyTPE's API/, '\r'], [/payment pages/, stop]);
  expect([asked.code, asked.err]).toEqual([130, expect.stringContaining('https://pay.mytpe.appp')]);
});

it('login does not save rejected credentials, and fails without a terminal', async () => {
  const merchant = await createMerchant();
  const env = { ...withoutSettings(merchant), MYTPE_BASE_URL: merchant.sandbox.apiBaseUrl };
  const refused = await atTerminal(['login'], env, ...answers('mts_wrong_secret'));
  expect([refused.code, existsSync(configOf(merchant))]).toEqual([3, false]);
  const piped = await runHere(['login'], { env });
  expect([piped.code, piped.err]).toEqual([2, expect.stringContaining('MYTPE_API_KEY')]);
});

it('a profile is selected by name, and excludes the environment', async () => {
  const merchant = await createMerchant();
  writeConfig(
    merchant,
    JSON.stringify({ profiles: { default: profile(merchant), bad: { ...profile(merchant), api_secret: 'no' } } }),
  );
  const env = { ...merchant.env };
  expect((await runHere(['me'], { env })).code).toBe(0);
  expect((await runHere(['me', '--profile', 'bad'], { env })).code).toBe(3);
  expect((await runHere(['me', '--profile', 'none'], { env })).err).toContain('Its profiles are: default, bad');
  expect((await runHere(['me', '--config', '/nowhere.json'], { env })).err).toContain('does not exist');
});

it('logout removes one profile and leaves the others', async () => {
  const merchant = await createMerchant();
  writeConfig(merchant, JSON.stringify({ profiles: { default: profile(merchant), other: profile(merchant) } }));
  expect((await runHere(['logout', '--yes'], { env: withoutSettings(merchant) })).code).toBe(0);
  expect(Object.keys(JSON.parse(readFileSync(configOf(merchant), 'utf8')).profiles)).toEqual(['other']);
});

it('a config file that other users can read is rejected', async () => {
  const merchant = await createMerchant();
  const path = writeConfig(merchant, JSON.stringify({ profiles: { default: profile(merchant) } }), 0o644);
  const { code, err } = await runHere(['me'], { env: withoutSettings(merchant) });
  expect([code, err]).toEqual([3, expect.stringContaining(`chmod 600 ${path}`)]);
});

it.each(['', '{', '{"profiles": {"default": {"api_key": "mtk', '[]', '{"profiles": {"default": 7}}'])(
  'a malformed config file is reported: %j',
  async (text) => {
    const merchant = await createMerchant();
    const path = writeConfig(merchant, text);
    const { code, err } = await runHere(['me'], { env: withoutSettings(merchant) });
    expect([code, err]).toEqual([3, expect.stringContaining(`${path} is not a valid config file`)]);
    // The file is not overwritten.
    expect((await runHere(['logout', '--yes'], { env: withoutSettings(merchant) })).code).toBe(3);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);
