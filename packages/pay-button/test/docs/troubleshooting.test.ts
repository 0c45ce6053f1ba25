import { expect, it } from 'vitest';

import { sitePage } from '../../../../.ci/site-page.ts';
import { MESSAGES } from '../../src/warnings/messages.ts';

const section = sitePage('develop/troubleshooting').split(/^## /m)[1]!;

it('the document lists exactly the console’s messages with code and cause', () => {
  const rows = [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm)].map((row) => row.slice(1));
  const all = Object.entries(MESSAGES).map(([code, { says, when }]) => [code, says.replaceAll('{}', '…'), when]);
  expect(rows).toEqual(all);
});

it('every code is a valid section id', () => {
  for (const code of Object.keys(MESSAGES)) expect(code).toMatch(/^[a-z][a-z_]{0,59}$/);
});
