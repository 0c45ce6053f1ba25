import { type Command, Option } from 'commander';

import { parseDuration } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { describeFailure } from './describe-failure.ts';
import type { Session } from './session.ts';

/** The options of `--watch`. */
export interface WatchOptions {
  readonly watch?: true;
  /** The maximum waiting time in milliseconds. */
  readonly timeout: number;
  /** The first pause in milliseconds. */
  readonly every: number;
}

const MAX_PAUSE_MS = 60_000;
const GROWTH = 1.5;

/** Adds the options of `--watch`. */
export function watchOptions(command: Command, until: string): Command {
  const duration = (flags: string, description: string, value: string) =>
    new Option(flags, description).argParser(parseDuration).default(parseDuration(value), value);
  return command
    .option('--watch', `wait until ${until}, and print each change`)
    .addOption(duration('--timeout <duration>', 'maximum waiting time of --watch, like 90s, 30m or 2h', '30m'))
    .addOption(duration('--every <duration>', 'first pause of --watch; the pauses grow to one minute', '2s'));
}

/** The evaluation of a value: keep waiting, the condition is met, or it can no longer be met. */
export type Verdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reached' }
  | { readonly kind: 'refused'; readonly message: string; readonly next: string };

/** The watched value: functions to read, evaluate and describe it. */
export interface Watched<T> {
  readonly read: () => Promise<T>;
  readonly judge: (value: T) => Verdict;
  readonly describe: (value: T) => string;
}

/**
 * Reads a value with growing pauses until the verdict is final, and prints each change. After the first successful
 * read, keeps waiting while MyTPE is unreachable.
 * @throws CliError `failed` if the condition can no longer be met, `still_waiting` on timeout.
 */
export async function watch<T>(
  session: Session,
  options: WatchOptions,
  { read, judge, describe }: Watched<T>,
): Promise<T> {
  const { clock } = session.context;
  const endsAt = clock() + options.timeout;
  let pause = options.every;
  let printed: string | undefined;
  for (;;) {
    const value = await (printed === undefined ? read() : readWhenReachable(session, read));
    if (value !== undefined) {
      const text = describe(value);
      if (text !== printed) session.out.line(value, text);
      printed = text;
      const verdict = judge(value);
      if (verdict.kind === 'reached') return value;
      if (verdict.kind === 'refused') throw new CliError('failed', verdict.message, verdict.next);
    }
    await rest(session, Math.min(pause, endsAt - clock()));
    pause = Math.min(pause * GROWTH, Math.max(MAX_PAUSE_MS, options.every));
  }
}

/** Returns `undefined` while MyTPE is unreachable. */
async function readWhenReachable<T>(session: Session, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { kind, message } = await describeFailure(error);
    if (kind !== 'unreachable') throw error;
    session.out.note(`${message} Retrying.`);
    return undefined;
  }
}

async function rest({ context: { sleep, signal } }: Session, ms: number): Promise<void> {
  if (ms <= 0) {
    throw new CliError(
      'still_waiting',
      'the condition is not met yet',
      'Run the command again, or set a longer --timeout.',
    );
  }
  await sleep(ms, signal).catch(() => {
    throw new CliError('interrupted', 'stopped waiting');
  });
}
