import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { expect, it } from 'vitest';

import { describeSettings, envExample, settingsSections } from './settings-reference.ts';
import { parseSettings } from './parse-settings.ts';

it('`.env.example` is up to date; `vitest run settings-reference -u` updates it', async () => {
  await expect(envExample()).toMatchFileSnapshot('../../.env.example');
});

it('`.env.example` sets only the required settings, with valid values', () => {
  const asked = parseEnv(envExample());
  const required = describeSettings().flatMap(({ name, required }) => (required ? [name] : []));
  expect(asked).toEqual(Object.fromEntries(required.map((name) => [name, ''])));
  const given = { MYTPE_BASE_URL: 'https://api.mytpe.example', MYTPE_API_KEY: 'k', MYTPE_API_SECRET: 's' };
  const needed = { ...given, PUBLIC_URL: 'https://pay.shop.example' };
  const everything = parseEnv(envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  expect(parseSettings({ ...everything, ...needed })).toEqual(parseSettings(needed));
});

const PAGE = new URL('../../../docs/src/content/docs/reference/settings.md', import.meta.url);

it('the reference page lists every setting; `vitest run settings-reference -u` updates it', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = page.split(/(?<=<!-- settings: begin -->\n)(.*)(?=<!-- settings: end -->)/s);
  await expect(`${before}${settingsSections()}\n${after}`).toMatchFileSnapshot(fileURLToPath(PAGE));
});
