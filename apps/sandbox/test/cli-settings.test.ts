import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { CREDENTIALS, openShop } from './shop.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('shows the settings of the command line tool on the page at / and in the README', async () => {
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
  for (const text of [ext, v2]) {
    expect(README).toContain(`\`\`\`sh\n${text!.replaceAll(sandbox.url, 'http://127.0.0.1:8010')}\n\`\`\`\n`);
  }
});
