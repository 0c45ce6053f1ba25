import { readFileSync } from 'node:fs';

import { CliError, usageError } from '../cli-error.ts';
import type { ProcessContext } from '../terminal/process-context.ts';

/** Reads a variable, or the content of the file in `NAME_FILE`. Empty means "not set". */
export function readVariable(env: ProcessContext['env'], name: string): string | undefined {
  const path = env[`${name}_FILE`];
  if (!path) return env[name] || undefined;
  if (env[name]) throw new CliError('usage', `${name} and ${name}_FILE are both set`, 'Keep one of them.');
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('credentials', `${name}_FILE cannot be read (${code})`, `Check the path ${path}.`);
  }
}

const NAMED = /^--?(?:(?:mytpe[-_])?(?:api[-_]?)?(?:key|secret)|password|token|webhook[-_]?secret)(?:=|$)/i;
const LOOKS_SECRET = /(?:^|=)(?:mts_|whsec_)[\w-]{8,}|(?:^|=)mtk_live_\w{8,}/;

/**
 * Rejects credentials in arguments, because other users of the machine can read arguments (`ps`), and the shell stores
 * them in its history. @throws CliError that does not repeat the arguments.
 */
export function rejectSecretArguments(args: readonly string[]): void {
  if (!args.some((arg) => NAMED.test(arg) || LOOKS_SECRET.test(arg))) return;
  const why = 'other users of this machine can read arguments, and the shell stores them in its history';
  throw usageError(
    `a secret must not be an argument: ${why}`,
    'Use `mytpe login`, or MYTPE_API_KEY and MYTPE_API_SECRET (or each as _FILE). If it was a real secret, replace it.',
  );
}
