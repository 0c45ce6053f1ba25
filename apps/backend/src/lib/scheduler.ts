import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Work that is done again and again until the process stops. */
export interface Scheduler {
  /** Runs `work` every `ms`, never twice at once; a failure is logged and the next turn comes all the same. */
  every(ms: number, name: string, work: () => Promise<unknown>): void;
  /** Stops and waits for what is under way. */
  stop(): Promise<void>;
}

export function createScheduler(clock: Clock, log: Log): Scheduler {
  const stopping = new AbortController();
  const loops: Promise<void>[] = [];

  async function loop(ms: number, name: string, work: () => Promise<unknown>): Promise<void> {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => log.error({ err: error, work: name }, 'background work failed'));
      await clock.sleep(ms, stopping.signal);
    }
  }

  return {
    every: (ms, name, work) => void loops.push(loop(ms, name, work)),
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
