/** Runs all benchmarks, or only those named: `npx pnpm --filter @mytpe-pay/backend bench start payer-links`. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { eventStreams } from './event-streams.ts';
import type { Figure } from './figures.ts';
import { fullStore } from './full-store.ts';
import { memory } from './memory.ts';
import { offerViews } from './offer-views.ts';
import { payerLinks } from './payer-links.ts';
import { here } from './processes.ts';
import { replicas } from './replicas.ts';
import { sharedLinks } from './shared-links.ts';
import { start } from './start.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start,
  memory,
  'offer-views': offerViews,
  'shared-links': sharedLinks,
  'payer-links': payerLinks,
  'event-streams': eventStreams,
  'full-store': fullStore,
  replicas,
};

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown !== undefined) throw new Error(`no benchmark ${unknown}: there are ${Object.keys(BENCHMARKS).join(', ')}`);

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(BENCHMARKS))
  if (named.length === 0 || named.includes(name)) figures.push(...(await measure()));

for (const { name, value, unit, bar, ok } of figures)
  process.stdout.write(
    `${name.padEnd(60)} ${String(value).padStart(9)} ${unit.padEnd(10)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}\n`,
  );
mkdirSync(here('../.reports'), { recursive: true });
writeFileSync(here('../.reports/bench.json'), JSON.stringify(figures, null, 2));
