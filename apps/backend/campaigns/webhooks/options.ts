import { parseArgs } from 'node:util';

export interface CampaignOptions {
  readonly payments: number;
  readonly kills: number;
  readonly replicas: number;
  readonly store: 'sqlite' | 'postgres';
  readonly seed: number;
  /** `true` if MyTPE sends webhooks. */
  readonly webhooks: boolean;
}

const USAGE = `node campaigns/webhooks/main.ts
  --payments 4000   number of payments; each causes about two deliveries, and faults add more
  --kills 20        number of times that a replica is killed with SIGKILL
  --store sqlite    sqlite (one process) or postgres
  --replicas 1      number of processes; more than one needs --store postgres
  --seed 1          seed of the random faults
  --webhooks on     off: MyTPE sends no webhooks, and the backend must detect every payment by polling
`;

/** Parses the arguments. @throws Error with the usage if an option is not valid. */
export function readOptions(args: readonly string[]): CampaignOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      payments: { type: 'string', default: '4000' },
      kills: { type: 'string', default: '20' },
      replicas: { type: 'string', default: '1' },
      store: { type: 'string', default: 'sqlite' },
      seed: { type: 'string', default: '1' },
      webhooks: { type: 'string', default: 'on' },
    },
  });
  const number = (name: 'payments' | 'kills' | 'replicas' | 'seed', min: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < min) throw new Error(`--${name} must be ${min} or more\n\n${USAGE}`);
    return value;
  };
  const { store, webhooks } = values;
  if (store !== 'sqlite' && store !== 'postgres') throw new Error(`--store must be sqlite or postgres\n\n${USAGE}`);
  if (webhooks !== 'on' && webhooks !== 'off') throw new Error(`--webhooks must be on or off\n\n${USAGE}`);
  const replicas = number('replicas', 1);
  if (replicas > 1 && store === 'sqlite') throw new Error(`--replicas ${replicas} needs --store postgres\n\n${USAGE}`);
  return {
    payments: number('payments', 1),
    kills: number('kills', 0),
    replicas,
    store,
    seed: number('seed', 0),
    webhooks: webhooks === 'on',
  };
}
