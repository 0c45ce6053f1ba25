import { setTimeout as pause } from 'node:timers/promises';

import type { ChaosOptions } from './options.ts';
import { seededRandom } from './random.ts';
import type { Replica } from './replica.ts';

/** A kill or a freeze of a replica after a number of attempts have started. */
export interface Disruption {
  readonly atAttempt: number;
  readonly replica: number;
  readonly kind: 'kill' | 'freeze';
  /** Additional delay, ms, so that the disruption can hit any step of the work. */
  readonly delayMs: number;
  /** Duration of a freeze, ms: longer than the lease plus the time that another replica needs to take over. */
  readonly freezeMs: number;
}

/** Returns all disruptions of a campaign in order, spread evenly over its attempts. */
export function planDisruptions({ attempts, replicas, seed, kills, freezes, leaseMs }: ChaosOptions): Disruption[] {
  const random = seededRandom(seed + 7);
  const kinds = [...Array<'kill'>(kills).fill('kill'), ...Array<'freeze'>(freezes).fill('freeze')];
  const shuffled = kinds.map((kind) => ({ kind, rank: random() })).sort((a, b) => a.rank - b.rank);
  return shuffled.map(({ kind }, at) => ({
    atAttempt: Math.floor((attempts * (at + 0.5)) / kinds.length),
    replica: Math.floor(random() * replicas),
    kind,
    delayMs: Math.floor(random() * 500),
    freezeMs: Math.floor(leaseMs * (2 + 1.5 * random())),
  }));
}

/** Runs disruptions as attempts start. Each replica has one disruption at a time; two replicas can be disrupted together. */
export interface Disruptor {
  readonly done: Readonly<Record<Disruption['kind'], number>>;
  /** Call this with the number of started attempts. */
  note(started: number): void;
  /** Resolves when all due disruptions are over. @throws Error if a replica did not start again. */
  finished(): Promise<void>;
}

export function createDisruptor(plan: readonly Disruption[], replicas: readonly Replica[]): Disruptor {
  const done = { kill: 0, freeze: 0 };
  const queues: Promise<void>[] = replicas.map(() => Promise.resolve());
  let next = 0;

  async function disrupt({ replica, kind, delayMs, freezeMs }: Disruption): Promise<void> {
    await pause(delayMs);
    if (kind === 'kill') await replicas[replica]!.kill();
    else await replicas[replica]!.freeze(freezeMs);
    done[kind] += 1;
  }

  return {
    done,
    note(started) {
      for (; next < plan.length && plan[next]!.atAttempt < started; next += 1) {
        const disruption = plan[next]!;
        queues[disruption.replica] = queues[disruption.replica]!.then(() => disrupt(disruption));
        // `finished` rejects with this error.
        queues[disruption.replica]!.catch(() => {});
      }
    },
    finished: async () => void (await Promise.all(queues)),
  };
}
