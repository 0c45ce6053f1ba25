import { setTimeout as pause } from 'node:timers/promises';

import type { ChaosOptions } from './options.ts';
import { seededRandom } from './random.ts';
import type { Replica } from './replica.ts';

/** What happens to a replica once so many attempts have begun. */
export interface Trouble {
  readonly atAttempt: number;
  readonly replica: number;
  readonly kind: 'kill' | 'freeze';
  /** So much later than that, so that it meets the work at any moment, ms. */
  readonly delayMs: number;
  /** How long a frozen one stays so, ms: beyond its lease, and beyond the time another takes it over in. */
  readonly freezeMs: number;
}

/** All troubles of a campaign, spread over it, in order. */
export function planTroubles({ attempts, replicas, seed, kills, freezes, leaseMs }: ChaosOptions): Trouble[] {
  const random = seededRandom(seed + 7);
  const kinds = [...Array<'kill'>(kills).fill('kill'), ...Array<'freeze'>(freezes).fill('freeze')];
  const shuffled = kinds.map((kind) => ({ kind, place: random() })).sort((a, b) => a.place - b.place);
  return shuffled.map(({ kind }, at) => ({
    atAttempt: Math.floor((attempts * (at + 0.5)) / kinds.length),
    replica: Math.floor(random() * replicas),
    kind,
    delayMs: Math.floor(random() * 500),
    freezeMs: Math.floor(leaseMs * (2 + 1.5 * random())),
  }));
}

/** Makes troubles as attempts begin. One replica has one trouble at a time; two may have theirs together. */
export interface TroubleMaker {
  readonly done: Readonly<Record<Trouble['kind'], number>>;
  /** To be told how many attempts have begun. */
  note(begun: number): void;
  /** Resolves when all that was due is over. @throws what went wrong when a replica was to start again. */
  settled(): Promise<void>;
}

export function createTroubleMaker(plan: readonly Trouble[], replicas: readonly Replica[]): TroubleMaker {
  const done = { kill: 0, freeze: 0 };
  const queues: Promise<void>[] = replicas.map(() => Promise.resolve());
  let next = 0;

  async function make({ replica, kind, delayMs, freezeMs }: Trouble): Promise<void> {
    await pause(delayMs);
    if (kind === 'kill') await replicas[replica]!.kill();
    else await replicas[replica]!.freeze(freezeMs);
    done[kind] += 1;
  }

  return {
    done,
    note(begun) {
      for (; next < plan.length && plan[next]!.atAttempt < begun; next += 1) {
        const trouble = plan[next]!;
        queues[trouble.replica] = queues[trouble.replica]!.then(() => make(trouble));
        // Told by `settled`.
        queues[trouble.replica]!.catch(() => {});
      }
    },
    settled: async () => void (await Promise.all(queues)),
  };
}
