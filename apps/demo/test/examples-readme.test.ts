import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(join(root, 'packages/pay-button/README.md'), 'utf8');

/** Every line of the example's files, without indentation. */
function linesOf(folder: string): string[] {
  const files = readdirSync(folder)
    .filter((name) => !['node_modules', 'dist', '.turbo'].includes(name))
    .map((name) => join(folder, name));
  return files.flatMap((path) =>
    statSync(path).isDirectory()
      ? linesOf(path)
      : readFileSync(path, 'utf8')
          .split('\n')
          .map((line) => line.trim()),
  );
}

it.each([
  ['React 19', 'react'],
  ['Vue 3', 'vue'],
  ['Svelte 5', 'svelte'],
  ['Angular', 'angular'],
  ['Solid', 'solid'],
])('the button’s README on %s matches the example, line by line', (title, name) => {
  const section = readme.split(/^##+ /m).find((text) => text.startsWith(`${title}\n`))!;
  const shown = [...section.matchAll(/^```\w+\n(.*?)^```/gms)].flatMap(([, code]) => code!.trim().split('\n'));
  expect(shown.length).toBeGreaterThanOrEqual(3);
  const lines = linesOf(join(root, 'apps/demo/examples', name));
  const there = shown.map((line) => line.trim().replace('https://pay.shop.example', 'http://127.0.0.1:8020'));
  expect(there.filter((line) => !lines.includes(line))).toEqual([]);
});
