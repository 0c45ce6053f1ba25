import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Repeats work in the background until the process stops. */
export interface Scheduler {
  /**
   * Runs `work`, waits `ms`, and repeats. Two runs never overlap. A failed run is logged, and the next run follows.
   * @param name names the work in the log.
   */
  every(ms: number, name: string, work: () => Promise<unknown>): void;
  /** Stops, and resolves when the current runs have ended. */
  stop(): Promise<void>;
}

/** Creates the scheduler. */
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
