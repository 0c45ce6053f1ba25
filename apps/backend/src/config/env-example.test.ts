import { parseEnv } from 'node:util';

import { expect, it } from 'vitest';

import { envExample } from './env-example.ts';
import { describeSettings, parseSettings } from './settings.ts';

it('is what lies beside the README; `vitest run src/settings -u` writes it anew', async () => {
  await expect(envExample()).toMatchFileSnapshot('../../.env.example');
});

it('asks for what is required and nothing else, and all that it shows is accepted', () => {
  const asked = parseEnv(envExample());
  const required = describeSettings().flatMap(({ name, required }) => (required ? [name] : []));
  expect(asked).toEqual(Object.fromEntries(required.map((name) => [name, ''])));
  const given = { MYTPE_BASE_URL: 'https://api.mytpe.example', MYTPE_API_KEY: 'k', MYTPE_API_SECRET: 's' };
  const needed = { ...given, PUBLIC_URL: 'https://pay.shop.example' };
  const everything = parseEnv(envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  expect(parseSettings({ ...everything, ...needed })).toEqual(parseSettings(needed));
});
