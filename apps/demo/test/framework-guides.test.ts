import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { sitePage } from '../../../.ci/site-page.ts';
import { type Sample, samplesOf } from './guide.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const GUIDES = ['react', 'vue', 'svelte', 'angular', 'solid', 'next', 'nuxt', 'sveltekit', 'astro'];
/** Other tests run the code of this section. */
const TESTED = 'Sell a cart';

/** The lines without indentation, with the backend of the examples. */
const plain = (code: string): string =>
  code
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll('https://pay.shop.example', 'http://127.0.0.1:8020');

describe.each(GUIDES)('the guide of %s', (name) => {
  const folder = join(root, 'apps/demo/examples', name);
  const samples = samplesOf(`develop/${name}`);
  const isOfExample = ({ section, language }: Sample): boolean => section !== TESTED && language !== 'sh';

  it('has only code that is a part of the example, with the name of its file', () => {
    const shown = samples.filter(isOfExample);
    expect(shown.length).toBeGreaterThanOrEqual(2);
    const other = shown.filter(({ file, code }) => {
      const path = join(folder, file);
      return file === '' || !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(plain(code));
    });
    expect(other).toEqual([]);
  });

  it('has code for a cart, names the example, and installs the package', () => {
    expect(samples.some(({ section, file }) => section === TESTED && file !== '')).toBe(true);
    expect(sitePage(`develop/${name}`)).toContain(`\`apps/demo/examples/${name}\``);
    expect(samples.find(({ section }) => section === 'Install')?.code).toBe('npm install @mytpe-pay/button\n');
  });
});

it('the button’s README has only lines of the examples', () => {
  const readme = readFileSync(join(root, 'packages/pay-button/README.md'), 'utf8');
  const shown = [...readme.matchAll(/^```(?:html|js)\n(.*?)^```/gms)].map(([, code]) => plain(code!));
  expect(shown).toHaveLength(4);
  const files = ['html/index.html', 'html/thanks.js', 'astro/src/pages/index.astro'];
  const lines = files.flatMap((file) =>
    plain(readFileSync(join(root, 'apps/demo/examples', file), 'utf8')).split('\n'),
  );
  expect(shown.flatMap((code) => code.split('\n')).filter((line) => !lines.includes(line))).toEqual([]);
});
