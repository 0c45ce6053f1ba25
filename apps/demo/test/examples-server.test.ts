import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { TEMPLATES, copyOf } from './changed-example.ts';
import { SERVER_FRAMEWORKS, renderOnServer } from './server-rendered.ts';

it.each(SERVER_FRAMEWORKS)('the example in %s renders on a server without a window', async (name) => {
  const copy = copyOf(name);
  const shop = readFileSync(join(copy.folder, TEMPLATES[name]), 'utf8');
  const { output, errors } = await renderOnServer(copy, name, shop, 'production');
  expect(errors).toBe('');
  expect(output).toMatch(/<mytpe-pay-button[^>]* offer="donation"/);
  expect(output).toContain('href="http://127.0.0.1:8020/pay/donation"');
});
