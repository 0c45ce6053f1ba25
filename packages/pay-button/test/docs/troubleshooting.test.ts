import { expect, it } from 'vitest';

import { MESSAGES } from '../../src/hints/messages.ts';
import { NEEDS } from '../../src/payment/offer-token.ts';
import { documentText } from './documents.ts';

const section = documentText('troubleshooting').split(/^## /m)[1]!;

it('every line that the console can say stands in the table, and no other', () => {
  const named = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, text]) => text!);
  const all = [...Object.values(NEEDS), ...Object.values(MESSAGES)].map((text) => text.replaceAll('{}', '…'));
  expect(named).toEqual(all);
});
