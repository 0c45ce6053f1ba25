import { randomUUID } from 'node:crypto';

import { AMOUNT_MODES, Link, USAGE_MODES } from './records.ts';
import { SEEDED_IDS } from './seed.ts';
import { createSlug } from './slug.ts';
import { type Snapshot, addLink, emptySnapshot, resetWorld, timeOf, type World } from './world.ts';

/** The scenarios that the sandbox can start from. */
export const SCENARIOS = ['ready', 'empty', 'kyc_pending', 'busy'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const DAY_MS = 86_400_000;

/** Resets the sandbox to a scenario. `links` is the number of links in `busy`. */
export function seedScenario(world: World, scenario: Scenario, links: number): void {
  resetWorld(world, beginningOf(scenario));
  if (scenario === 'busy') for (let number = 1; number <= links; number += 1) addLink(world, sampleLink(world, number));
}

function beginningOf(scenario: Scenario): Snapshot {
  const ready = emptySnapshot();
  if (scenario === 'empty') {
    return { ...ready, identifications: [], brands: [], bank_accounts: [], instances: [], forms: [] };
  }
  if (scenario !== 'kyc_pending') return ready;
  const pending = <Item extends object>(items: Item[]) =>
    items.map((item) => ({ ...item, status: 'pending' as const }));
  return {
    ...ready,
    identifications: pending(ready.identifications),
    brands: pending(ready.brands),
    bank_accounts: pending(ready.bank_accounts),
    instances: [],
  };
}

/** A link in one of all modes, by its number. Every third link is a draft. */
function sampleLink(world: World, number: number): Link {
  const now = timeOf(world);
  const usage_mode = USAGE_MODES[number % USAGE_MODES.length]!;
  const amount_mode = usage_mode === 'capped_amount' ? 'open' : AMOUNT_MODES[Math.floor(number / 6) % 2]!;
  const isWindow = usage_mode === 'time_window';
  const title = `Sample ${usage_mode} ${number}`;
  return Link.parse({
    id: randomUUID(),
    slug: createSlug(world, title),
    title,
    payment_instance_id: SEEDED_IDS.readyInstance,
    form_id: null,
    description: null,
    amount_mode,
    amount: amount_mode === 'fixed' ? 450_000 : null,
    min_amount: amount_mode === 'open' ? 20_000 : null,
    max_amount: amount_mode === 'open' ? 5_000_000 : null,
    currency: 'DZD',
    usage_mode,
    max_uses: usage_mode === 'limited' ? 20 : null,
    target_amount: usage_mode === 'capped_amount' ? 10_000_000 : null,
    starts_at: isWindow ? now : null,
    ends_at: isWindow ? new Date(Date.parse(now) + 7 * DAY_MS).toISOString() : null,
    expires_at: null,
    allowed_payers: usage_mode === 'whitelist' ? ['amel@example.dz', '+213555123456'] : null,
    metadata: { sample: String(number) },
    status: number % 3 === 0 ? 'draft' : 'active',
    paid_count: 0,
    total_collected: 0,
    created_at: now,
    updated_at: now,
  });
}
