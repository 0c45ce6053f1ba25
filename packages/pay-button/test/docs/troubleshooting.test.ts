import { expect, it } from 'vitest';

import { MESSAGES } from '../../src/warnings/messages.ts';
import { documentText } from './documents.ts';

const section = documentText('troubleshooting').split(/^## /m)[1]!;

it('the document has every message of the console with its code and cause, and no other', () => {
  const rows = [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm)].map((row) => row.slice(1));
  const all = Object.entries(MESSAGES).map(([code, { says, when }]) => [code, says.replaceAll('{}', '…'), when]);
  expect(rows).toEqual(all);
});

it('every code can be the id of a section', () => {
  for (const code of Object.keys(MESSAGES)) expect(code).toMatch(/^[a-z][a-z_]{0,59}$/);
});
