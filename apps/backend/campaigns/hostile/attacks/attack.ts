import type { Service } from '../service.ts';

/** A result of an attack; `ok` is `false` if it does not meet `bar`. */
export interface Figure {
  readonly name: string;
  readonly value: number | string;
  readonly bar?: string;
  readonly ok?: boolean;
}

export interface AttackOptions {
  /** Duration of a flood, seconds. */
  readonly seconds: number;
  /** Settings of the backend, for example to prove that a check can fail. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** An attack, which starts a new service. */
export interface Attack {
  readonly name: string;
  readonly title: string;
  run(options: AttackOptions): Promise<readonly Figure[]>;
}

/** Creates a figure that must be at least `least` percent of `all`. */
export function share(name: string, done: number, all: number, least: number): Figure {
  const percent = all === 0 ? 0 : Math.round((done / all) * 1000) / 10;
  return { name, value: `${done} of ${all} (${percent} %)`, bar: `≥ ${least} %`, ok: percent >= least };
}

/** Creates a figure that must be at most `most`. */
export function atMost(name: string, value: number, most: number): Figure {
  return { name, value, bar: `≤ ${most}`, ok: value <= most };
}

/** Counts the requests that the service's sandbox received: all, or those that `query` selects. */
export async function callsToMytpe({ sandboxUrl }: Service, query = ''): Promise<number> {
  const response = await fetch(`${sandboxUrl}/_sandbox/requests${query}`);
  return ((await response.json()) as { requests: unknown[] }).requests.length;
}

/** Resolves after `ms`. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts `work` every `ms` until `until` (epoch ms), then waits for all calls. @returns their results. */
export async function every<T>(ms: number, until: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const running: Promise<T>[] = [];
  for (let next = Date.now(); next < until; next += ms) {
    await pause(Math.max(0, next - Date.now()));
    running.push(work(running.length));
  }
  return Promise.all(running);
}

/** Calls `work` repeatedly until `until` (epoch ms), with `concurrency` parallel calls. @returns the number of calls. */
export async function flood(
  concurrency: number,
  until: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (Date.now() < until) await work(sent++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return sent;
}
