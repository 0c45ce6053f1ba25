import { parseArgs } from 'node:util';

export const STORES = ['sqlite', 'postgres'] as const;
export const APIS = ['ext', 'v2'] as const;
/** Safeguards that can be removed from the backend, to prove that the campaign detects it: see `sabotage.ts`. */
export const SABOTAGES = ['none', 'cas', 'reconcile'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

/** Options of a campaign. The same options give the same attempts, kills, freezes and fault probabilities. */
export interface ChaosOptions {
  readonly attempts: number;
  readonly replicas: number;
  readonly store: (typeof STORES)[number];
  readonly api: (typeof APIS)[number];
  readonly seed: number;
  readonly kills: number;
  readonly freezes: number;
  /** Concurrent payers. */
  readonly clients: number;
  /** Percentage of attempts whose press is sent twice concurrently. */
  readonly doubles: number;
  /** Percentage of creates that MyTPE executes only after the caller's lease has expired. */
  readonly lates: number;
  /** Duration of a lease, ms; 75 s in production. Freezes are longer than this. */
  readonly leaseMs: number;
  readonly sabotage: Sabotage;
}

type NumberOption = {
  [Name in keyof ChaosOptions]: ChaosOptions[Name] extends number ? Name : never;
}[keyof ChaosOptions];

export const DEFAULTS: ChaosOptions = {
  attempts: 10_000,
  replicas: 2,
  store: 'postgres',
  api: 'ext',
  seed: 1,
  kills: 20,
  freezes: 20,
  clients: 64,
  doubles: 10,
  lates: 5,
  leaseMs: 2000,
  sabotage: 'none',
};

/** Parses `--name value` arguments. @throws Error that lists the allowed values. */
export function parseOptions(args: readonly string[]): ChaosOptions {
  const names = Object.keys(DEFAULTS) as (keyof ChaosOptions)[];
  const known = Object.fromEntries(names.map((name) => [dashed(name), { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...args], options: known });
  const given = (name: keyof ChaosOptions) => values[dashed(name)];
  const number = (name: NumberOption, min: number) => wholeNumber(dashed(name), given(name), DEFAULTS[name], min);
  const options: ChaosOptions = {
    attempts: number('attempts', 1),
    replicas: number('replicas', 1),
    store: oneOf('store', given('store'), STORES, DEFAULTS.store),
    api: oneOf('api', given('api'), APIS, DEFAULTS.api),
    seed: number('seed', 0),
    kills: number('kills', 0),
    freezes: number('freezes', 0),
    clients: number('clients', 1),
    doubles: number('doubles', 0),
    lates: number('lates', 0),
    leaseMs: number('leaseMs', 100),
    sabotage: oneOf('sabotage', given('sabotage'), SABOTAGES, DEFAULTS.sabotage),
  };
  // Only one process can use a SQLite file.
  return options.store === 'sqlite' ? { ...options, replicas: 1 } : options;
}

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function wholeNumber(name: string, text: string | undefined, fallback: number, min: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min) throw new Error(`--${name} must be a whole number from ${min} on`);
  return value;
}

function oneOf<T extends string>(name: string, text: string | undefined, allowed: readonly T[], fallback: T): T {
  const value = text === undefined ? fallback : allowed.find((value) => value === text);
  if (value === undefined) throw new Error(`--${name} must be one of ${allowed.join(', ')}`);
  return value;
}
