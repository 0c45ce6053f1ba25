import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { expect, it, onTestFinished } from 'vitest';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/** Where each example's template is. */
const TEMPLATES = {
  react: 'src/shop.tsx',
  vue: 'src/shop.vue',
  svelte: 'src/shop.svelte',
  angular: 'src/shop.ts',
  solid: 'src/shop.tsx',
} as const;

/** What an example's own type check says of it with these changes to its template. */
function check(name: keyof typeof TEMPLATES, changes: readonly (readonly [from: string, to: string])[]): string {
  const example = join(examples, name);
  mkdirSync(join(example, 'dist'), { recursive: true });
  // Inside the example, so that it finds the same packages.
  const copy = mkdtempSync(join(example, 'dist/changed-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const part of ['src', 'tsconfig.json']) cpSync(join(example, part), join(copy, part), { recursive: true });
  let template = readFileSync(join(copy, TEMPLATES[name]), 'utf8');
  for (const [from, to] of changes) {
    if (!template.includes(from)) throw new Error(`the template has no ${from}`);
    template = template.replace(from, to);
  }
  writeFileSync(join(copy, TEMPLATES[name]), template);
  const { scripts } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
    scripts: { typecheck: string };
  };
  const path = [join(example, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const options = { cwd: copy, encoding: 'utf8', shell: true, env: { ...process.env, PATH: path } } as const;
  const { status, stdout, stderr } = spawnSync(scripts.typecheck, options);
  return status === 0 ? '' : stripVTControlCharacters(stdout + stderr);
}

const ANOTHER = '<p role="status">';
/** Angular takes what is written without brackets for an attribute of its own, whatever its name. */
const wrong = (name: string): string =>
  `<mytpe-pay-button ${name === 'angular' ? '[ofer]="1"' : 'ofer="donation"'}></mytpe-pay-button>`;
const EVERYTHING =
  '<mytpe-pay-button offer-token="a.b.c" reference="A-1" amount="1500" lang="ar" variant="button" target="_self" ' +
  'sharing="none" theme="dark" endpoint="https://pay.shop.example" id="second"><b slot="label">Give</b></mytpe-pay-button>';

it.each(Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[])(
  'the type check of a template in %s refuses a wrong value, a wrong use of an event, an attribute that is not there, and nothing else',
  (name) => {
    const says = check(name, [
      ['offer="donation"', 'offer="donation" variant="big"'],
      ['event.detail.link', 'event.detail.price'],
      [ANOTHER, wrong(name) + EVERYTHING + ANOTHER],
    ]);
    expect(says).toMatch(/"big"\W+is not assignable/);
    expect(says).toMatch(/'price' does not exist/);
    expect(says).toMatch(/ofer\W+(?:does not exist|since it isn't a known property)/);
    expect(says.match(/error (?:TS|NG)\d+|^Error:/gm)).toHaveLength(3);
  },
);
