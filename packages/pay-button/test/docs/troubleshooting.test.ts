import { expect, it } from 'vitest';

import { MESSAGES } from '../../src/warnings/messages.ts';
import { documentText } from './documents.ts';

const section = documentText('troubleshooting').split(/^## /m)[1]!;

it('the table has every message of the console, with its code and when it is said', () => {
  const rows = [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm)].map((row) => row.slice(1));
  const all = Object.entries(MESSAGES).map(([code, { says, when }]) => [code, says.replaceAll('{}', '…'), when]);
  expect(rows).toEqual(all);
});
