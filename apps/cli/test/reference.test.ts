import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { codeBlocks, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { createProgram } from '../src/program.ts';
import { withSections } from '../src/reference/command-reference.ts';
import { SYSTEM } from '../src/terminal/process-context.ts';
import { createMerchant, runHere } from './terminal.ts';

it('the reference page is up to date (to update it, run npx pnpm --filter @mytpe-pay/cli reference)', () => {
  const page = sitePage('reference/cli');
  expect(withSections(page, createProgram(SYSTEM))).toBe(page);
});

it('the example in the README runs', async () => {
  const { env } = await createMerchant();
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [example] = codeBlocks(sectionOf(readme, '## Example'));
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const script = `mytpe() { "${process.execPath}" "${main}" "$@"; }\n${example!.code}`;
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], { env });
  expect(stdout).toMatch(/status\s+active/);
  const list = JSON.parse(/^\{.*/ms.exec(stdout)![0]) as { data: readonly object[] };
  expect(list.data).toMatchObject([{ title: 'Order #10428', amount: '4500.50' }]);
}, 60_000);

it('the guide names only commands and options that exist', async () => {
  const lines = codeBlocks(sitePage('develop/cli')).flatMap(({ code }) => code.match(/^mytpe [a-z].*/gm) ?? []);
  expect(lines.length).toBeGreaterThan(8);
  const unknown = await Promise.all(
    lines.map(async (line) => {
      const [, words = ''] = /^mytpe ((?:[a-z-]+ ?)+)/.exec(line.replaceAll(/ -.*| {2,}.*/g, ''))!;
      const { code, out } = await runHere([...words.trim().split(' '), '--help'], { env: { HOME: tmpdir() } });
      const options = line.match(/(?<= )--[a-z-]+/g) ?? [];
      return options.filter((option) => code !== 0 || !out.includes(option)).map((option) => `${words}${option}`);
    }),
  );
  expect(unknown.flat()).toEqual([]);
});
