import { expect, it } from 'vitest';

import { TROUBLESHOOTING } from '../../dropin/troubleshooting.ts';
import { MESSAGES } from '../../src/hints/messages.ts';
import { NEEDS } from '../../src/payment/offer-token.ts';
import { documentText } from './documents.ts';

const section = documentText('troubleshooting').split(/^## /m)[1]!;

it('the page that the backend serves has every console message, and no other', () => {
  const all = [...Object.values(NEEDS), ...Object.values(MESSAGES)].map((text) => text.replaceAll('{}', '…'));
  expect(TROUBLESHOOTING.map(({ says }) => says)).toEqual(all);
});

it('the document has the same messages and causes', () => {
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, says, when]) => [says, when]);
  expect(rows).toEqual(TROUBLESHOOTING.map(({ says, when }) => [says, when]));
});

it('every code is an id of its own', () => {
  const codes = TROUBLESHOOTING.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z][a-z_]{0,59}$/);
});
