import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import { expect, it } from 'vitest';

import { envExample, describeSettings } from './settings-reference.ts';
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

it('the table of the README lists every setting', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = describeSettings().map(
    ({ name, default: standard, meaning }) =>
      `| \`${name}\` | ${standard === null ? '' : `\`${standard || '(none)'}\``} | ${meaning} |`,
  );
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
  expect(readme.split('<!-- settings: begin -->\n')[1]?.split('\n<!-- settings: end -->')[0]).toBe(table);
});
