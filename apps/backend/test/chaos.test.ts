import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { runChaos } from '../campaigns/chaos/campaign.ts';
import { type ChaosOptions, DEFAULTS, SABOTAGES, parseOptions } from '../campaigns/chaos/options.ts';
import { changed, changesFor } from '../campaigns/chaos/sabotage.ts';

const LIMIT_MS = 300_000;

/** A campaign of a few seconds: leases expire often, and most presses are doubled and delayed. */
const SHORT: ChaosOptions = {
  ...DEFAULTS,
  attempts: 30,
  kills: 1,
  freezes: 1,
  clients: 40,
  doubles: 60,
  lates: 50,
  leaseMs: 200,
};
const quiet = (): void => {};

it.concurrent(
  'every payer has one link although MyTPE fails and one replica is killed and one frozen',
  async ({ expect }) => {
    const { acknowledged, kill, freeze, faults, violations } = await runChaos(SHORT, quiet);
    expect(violations).toEqual([]);
    expect({ acknowledged, kill, freeze }).toEqual({ acknowledged: 30, kill: 1, freeze: 1 });
    expect(faults.share).toBeGreaterThan(0.2);
  },
  LIMIT_MS,
);

it.concurrent(
  'the same with v2 and one process on SQLite',
  async ({ expect }) => {
    const { acknowledged, violations } = await runChaos(
      { ...SHORT, store: 'sqlite', replicas: 1, api: 'v2', attempts: 15 },
      quiet,
    );
    expect(violations).toEqual([]);
    expect(acknowledged).toBe(15);
  },
  LIMIT_MS,
);

it.concurrent(
  'reports a violation if a draft is stored without a check of the lease',
  async ({ expect }) => {
    const options: ChaosOptions = {
      ...SHORT,
      kills: 0,
      freezes: 0,
      doubles: 100,
      lates: 80,
      leaseMs: 100,
      sabotage: 'cas',
    };
    // Two owners must act within milliseconds of each other, which does not happen in every campaign.
    const seen = 'not exactly one published';
    const rules: string[] = [];
    for (let seed = 1; seed <= 4 && !rules.includes(seen); seed += 1) {
      const { violations } = await runChaos({ ...options, seed }, quiet);
      rules.push(...violations.map(({ rule }) => rule));
    }
    expect(rules).toContain(seen);
  },
  LIMIT_MS,
);

it.each(SABOTAGES)('`%s` changes existing lines of the backend, and fails if a line is missing', (sabotage) => {
  for (const change of changesFor({ leaseMs: 1000, sabotage })) {
    const source = readFileSync(new URL(`..${change.file}`, import.meta.url), 'utf8');
    expect(changed(source, change)).toContain(change.instead);
    expect(() => changed('something else', change)).toThrow('0 times, not once');
  }
});

it('parses the options, and names valid values for an invalid option', () => {
  expect(parseOptions([])).toEqual(DEFAULTS);
  expect(parseOptions(['--store', 'sqlite', '--lease-ms', '500'])).toMatchObject({ replicas: 1, leaseMs: 500 });
  expect(() => parseOptions(['--api', 'v3'])).toThrow('--api must be one of ext, v2');
  expect(() => parseOptions(['--attempts', 'many'])).toThrow('--attempts must be a whole number from 1 on');
  expect(() => parseOptions(['--speed', '1'])).toThrow('--speed');
});
