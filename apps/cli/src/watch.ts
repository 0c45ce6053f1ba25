import { type Command, Option } from 'commander';

import { CliError } from './cli-error.ts';
import { describeFailure } from './describe-failure.ts';
import { parseDuration } from './input/duration.ts';
import type { Session } from './session.ts';

export interface WatchOptions {
  readonly watch?: true;
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds. */
  readonly every: number;
}

const LONGEST_PAUSE_MS = 60_000;
const GROWTH = 1.5;

export function watchOptions(command: Command, until: string): Command {
  const duration = (flags: string, description: string, value: string) =>
    new Option(flags, description).argParser(parseDuration).default(parseDuration(value), value);
  return command
    .option('--watch', `wait until ${until}, and print each change`)
    .addOption(duration('--timeout <duration>', 'how long --watch waits, like 90s, 30m or 2h', '30m'))
    .addOption(duration('--every <duration>', 'first pause of --watch; pauses grow to a minute', '2s'));
}

/** What one reading means: go on, it has come true, or it never will. */
export type Verdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reached' }
  | { readonly kind: 'refused'; readonly message: string; readonly next: string };

/** What is watched: how to read it, what a reading means, how it is told. */
export interface Watched<T> {
  readonly read: () => Promise<T>;
  readonly judge: (value: T) => Verdict;
  readonly tell: (value: T) => string;
}

/**
 * Reads again and again with growing pauses, telling each change, until the verdict is in. Once it has begun, a MyTPE
 * that cannot be reached for a while is waited for, too.
 * @throws CliError `failed` when it was refused, `still_waiting` when time is up.
 */
export async function watch<T>(session: Session, options: WatchOptions, { read, judge, tell }: Watched<T>): Promise<T> {
  const { clock } = session.surroundings;
  const endsAt = clock() + options.timeout;
  let pause = options.every;
  let told: string | undefined;
  for (;;) {
    const value = await (told === undefined ? read() : readWhenReachable(session, read));
    if (value !== undefined) {
      const text = tell(value);
      if (text !== told) session.out.line(value, text);
      told = text;
      const verdict = judge(value);
      if (verdict.kind === 'reached') return value;
      if (verdict.kind === 'refused') throw new CliError('failed', verdict.message, verdict.next);
    }
    await rest(session, Math.min(pause, endsAt - clock()));
    pause = Math.min(pause * GROWTH, Math.max(LONGEST_PAUSE_MS, options.every));
  }
}

/** `undefined` while nothing can be read. */
async function readWhenReachable<T>(session: Session, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { kind, message } = await describeFailure(error);
    if (kind !== 'unreachable') throw error;
    session.out.note(`${message} Still trying.`);
    return undefined;
  }
}

async function rest({ surroundings: { sleep, signal } }: Session, ms: number): Promise<void> {
  if (ms <= 0) {
    throw new CliError('still_waiting', 'it has not happened yet', 'Run it again, or wait longer with --timeout.');
  }
  await sleep(ms, signal).catch(() => {
    throw new CliError('interrupted', 'stopped waiting');
  });
}
