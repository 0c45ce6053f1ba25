import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { type Answer, type Desk, atTerminal, openDesk, runHere } from './terminal.ts';

const configOf = ({ home }: Desk) => join(home, '.config', 'mytpe', 'config.json');
const nobody = ({ home }: Desk) => ({ HOME: home });

function writeConfig(desk: Desk, text: string, mode = 0o600): string {
  const path = configOf(desk);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

const profile = ({ sandbox }: Desk) => ({
  base_url: sandbox.apiBaseUrl,
  api_key: SANDBOX_KEY,
  api_secret: SANDBOX_SECRET,
});

/** Replies to the questions of `login`, which asks for the pay address because the sandbox is not MyTPE's own host. */
const answers = (secret: string): Answer[] => [
  [/Address of MyTPE's API/, '\r'],
  [/Address of MyTPE's payment pages/, '\r'],
  [/API key/, `${SANDBOX_KEY}\r`],
  [/API secret/, `${secret}\r`],
];

it('reads credentials from files that variables point to', async () => {
  const desk = await openDesk();
  writeFileSync(join(desk.home, 'secret'), `${SANDBOX_SECRET}\n`);
  const env = { ...desk.env, MYTPE_API_SECRET: '', MYTPE_API_SECRET_FILE: join(desk.home, 'secret') };
  expect((await runHere(['me'], { env })).code).toBe(0);
  const both = await runHere(['me'], { env: { ...env, MYTPE_API_SECRET: 'x' } });
  expect([both.code, both.err]).toEqual([2, expect.stringContaining('both set')]);
  const gone = await runHere(['me'], { env: { ...env, MYTPE_API_SECRET_FILE: '/nowhere' } });
  expect([gone.code, gone.err]).toEqual([3, expect.stringContaining('ENOENT')]);
});

it('login asks, tries, and keeps what works for the owner alone', async () => {
  const desk = await openDesk();
  const env = { ...nobody(desk), MYTPE_BASE_URL: desk.sandbox.apiBaseUrl };
  const login = await atTerminal(['login'], env, ...answers(SANDBOX_SECRET));
  expect(login.err).not.toContain(SANDBOX_SECRET);
  expect([login.code, login.out]).toEqual([0, expect.stringContaining('belong to Boutique Centrale')]);
  expect(statSync(configOf(desk)).mode & 0o777).toBe(0o600);
  const kept = { ...profile(desk), pay_base_url: desk.sandbox.payBaseUrl };
  expect(JSON.parse(readFileSync(configOf(desk), 'utf8')).profiles.default).toMatchObject(kept);
  expect((await runHere(['me', '--json'], { env: nobody(desk) })).json.name).toBe('Boutique Centrale');
});

it('login asks for a pay address only where none is documented', async () => {
  const desk = await openDesk();
  const api = { ...nobody(desk), MYTPE_API: '' };
  const stop = '\u0003';
  const documented = await atTerminal(['login'], api, [/Address of MyTPE's API/, '\r'], [/API key/, stop]);
  expect([documented.code, documented.err]).toEqual([130, expect.not.stringContaining('payment pages')]);
  const unknown = { ...api, MYTPE_BASE_URL: 'https://mytpe.example/api/ext' };
  const asked = await atTerminal(['login'], unknown, [/Address of MyTPE's API/, '\r'], [/payment pages/, stop]);
  expect([asked.code, asked.err]).toEqual([130, expect.stringContaining('https://pay.mytpe.appp')]);
});

it('login keeps nothing that is refused, and asks nobody who is not there', async () => {
  const desk = await openDesk();
  const env = { ...nobody(desk), MYTPE_BASE_URL: desk.sandbox.apiBaseUrl };
  const refused = await atTerminal(['login'], env, ...answers('mts_wrong_secret'));
  expect([refused.code, existsSync(configOf(desk))]).toEqual([3, false]);
  const piped = await runHere(['login'], { env });
  expect([piped.code, piped.err]).toEqual([2, expect.stringContaining('MYTPE_API_KEY')]);
});

it('profiles are chosen by name, alone: the environment does not mix in', async () => {
  const desk = await openDesk();
  writeConfig(
    desk,
    JSON.stringify({ profiles: { default: profile(desk), bad: { ...profile(desk), api_secret: 'no' } } }),
  );
  const env = { ...desk.env };
  expect((await runHere(['me'], { env })).code).toBe(0);
  expect((await runHere(['me', '--profile', 'bad'], { env })).code).toBe(3);
  expect((await runHere(['me', '--profile', 'none'], { env })).err).toContain('It has: default, bad');
  expect((await runHere(['me', '--config', '/nowhere.json'], { env })).err).toContain('there is no file');
});

it('logout removes one profile and leaves the others', async () => {
  const desk = await openDesk();
  writeConfig(desk, JSON.stringify({ profiles: { default: profile(desk), other: profile(desk) } }));
  expect((await runHere(['logout', '--yes'], { env: nobody(desk) })).code).toBe(0);
  expect(Object.keys(JSON.parse(readFileSync(configOf(desk), 'utf8')).profiles)).toEqual(['other']);
});

it('a config file that others can read is refused', async () => {
  const desk = await openDesk();
  const path = writeConfig(desk, JSON.stringify({ profiles: { default: profile(desk) } }), 0o644);
  const { code, err } = await runHere(['me'], { env: nobody(desk) });
  expect([code, err]).toEqual([3, expect.stringContaining(`chmod 600 ${path}`)]);
});

it.each(['', '{', '{"profiles": {"default": {"api_key": "mtk', '[]', '{"profiles": {"default": 7}}'])(
  'a half-written config file is named: %j',
  async (text) => {
    const desk = await openDesk();
    const path = writeConfig(desk, text);
    const { code, err } = await runHere(['me'], { env: nobody(desk) });
    expect([code, err]).toEqual([3, expect.stringContaining(`${path} is not a whole config file`)]);
    // Nor is it written over.
    expect((await runHere(['logout', '--yes'], { env: nobody(desk) })).code).toBe(3);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);
