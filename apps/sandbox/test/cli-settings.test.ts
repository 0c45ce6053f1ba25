import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { codeBlocks, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS, TEST_CARDS } from '../src/index.ts';
import { CREDENTIALS, openShop } from './shop.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const PAGE = sitePage('develop/sandbox');

it('shows the settings of the command line tool on the page at /, in the README and on the site', async () => {
  const { sandbox } = await openShop();
  const page = await (await fetch(`${sandbox.url}/`)).text();
  const block = (id: string) => new RegExp(`<pre[^>]*id="${id}"[^>]*>([^<]*)</pre>`).exec(page)![1]!;
  const [ext, v2] = [block('cli-ext'), block('cli-v2')].map((text) => text.replaceAll('&quot;', '"'));
  expect(ext!.split('\n').slice(0, -1)).toEqual([
    'export MYTPE_API=ext',
    `export MYTPE_BASE_URL=${sandbox.apiBaseUrl}`,
    `export MYTPE_PAY_BASE_URL=${sandbox.payBaseUrl}`,
    `export MYTPE_API_KEY=${CREDENTIALS['x-api-key']}`,
    `export MYTPE_API_SECRET=${CREDENTIALS['x-api-secret']}`,
  ]);
  expect(v2).toContain(`MYTPE_API=v2 MYTPE_BASE_URL=${sandbox.v2BaseUrl} npx pnpm mytpe`);
  const shown = (text: string): string =>
    `\`\`\`sh\n${text.replaceAll(sandbox.url, 'http://127.0.0.1:8010')}\n\`\`\`\n`;
  expect(README).toContain(shown(ext!));
  for (const text of [ext, v2]) expect(PAGE).toContain(shown(text!));
  const exported = ext!
    .split('\n')
    .slice(1, -1)
    .map((line) => line.replace('export ', ''));
  expect(PAGE).toContain(shown(['MYTPE_ENVIRONMENT=sandbox', ...exported].join('\n')));
});

it('the example for tests in the README and on the site starts a sandbox', async () => {
  for (const text of [README, PAGE]) {
    const { code } = codeBlocks(sectionOf(text, '## Start it in a test'))[0]!;
    const script = code.replace('await sandbox.close', 'console.log(sandbox.url);\nawait sandbox.close');
    const args = ['--input-type=module-typescript', '--eval', `const now = Date.now();\n${script}`];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  }
});

it('the site lists the credentials, the seeded records and the test cards', () => {
  const { readyInstance, suspendedInstance, publishedForm } = SEEDED_IDS;
  const values = [SANDBOX_KEY, SANDBOX_SECRET, readyInstance, suspendedInstance, publishedForm];
  expect([...values, ...Object.values(TEST_CARDS)].filter((value) => !PAGE.includes(`\`${value}\``))).toEqual([]);
});
