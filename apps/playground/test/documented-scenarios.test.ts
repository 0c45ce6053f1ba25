import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { SAMPLE_OFFERS } from '../src/sample-offers.ts';
import { SCENARIOS } from '../src/scenarios.ts';

const page = readFileSync(new URL('../../docs/src/content/docs/develop/playground.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map(([, name, text]) => [name!, text!] as const);

it('the documentation lists every scenario and every sample offer, and no others', () => {
  const offers = Object.keys(SAMPLE_OFFERS);
  expect(rows.slice(0, offers.length).map(([name]) => name)).toEqual(offers);
  expect(rows.slice(offers.length)).toEqual(Object.entries(SCENARIOS).map(([name, scenario]) => [name, scenario.name]));
});
