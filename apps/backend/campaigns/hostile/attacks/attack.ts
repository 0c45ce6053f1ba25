import type { Service } from '../service.ts';

/** One figure of an attack; `ok` is `false` where it misses what `bar` demands. */
export interface Figure {
  readonly name: string;
  readonly value: number | string;
  readonly bar?: string;
  readonly ok?: boolean;
}

export interface AttackOptions {
  /** Duration of a flood. */
  readonly seconds: number;
  /** Settings of the backend, for a checker that must be seen to fail. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** One attack on a service of its own. */
export interface Attack {
  readonly name: string;
  readonly title: string;
  run(options: AttackOptions): Promise<readonly Figure[]>;
}

/** A figure that must be at least `least` percent of `all`. */
export function share(name: string, done: number, all: number, least: number): Figure {
  const percent = all === 0 ? 0 : Math.round((done / all) * 1000) / 10;
  return { name, value: `${done} of ${all} (${percent} %)`, bar: `≥ ${least} %`, ok: percent >= least };
}

/** A figure that must be at most `most`. */
export function atMost(name: string, value: number, most: number): Figure {
  return { name, value, bar: `≤ ${most}`, ok: value <= most };
}

/** Counts the requests that the sandbox behind a service got: all of them, or those that `query` selects. */
export async function callsToMytpe({ sandboxUrl }: Service, query = ''): Promise<number> {
  const response = await fetch(`${sandboxUrl}/_sandbox/requests${query}`);
  return ((await response.json()) as { requests: unknown[] }).requests.length;
}

/** Resolves after `ms`; timers of a campaign are the load it makes. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls `work` every `ms` until `until`, without waiting for it; then waits for all. @returns what each returned. */
export async function every<T>(ms: number, until: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const running: Promise<T>[] = [];
  for (let next = Date.now(); next < until; next += ms) {
    await pause(Math.max(0, next - Date.now()));
    running.push(work(running.length));
  }
  return Promise.all(running);
}

/** Calls `work` again and again until `until`, `atOnce` times side by side. */
export async function flood(atOnce: number, until: number, work: (n: number) => Promise<unknown>): Promise<number> {
  let sent = 0;
  const one = async (): Promise<void> => {
    while (Date.now() < until) await work(sent++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return sent;
}
