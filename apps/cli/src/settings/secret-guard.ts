import { usageError } from '../cli-error.ts';

const NAMED = /^--?(?:(?:mytpe[-_])?(?:api[-_]?)?(?:key|secret)|password|token|webhook[-_]?secret)(?:=|$)/i;
const LOOKS_SECRET = /(?:^|=)(?:mts_|whsec_)[\w-]{8,}|(?:^|=)mtk_live_\w{8,}/;

/**
 * Refuses credentials typed as arguments: every user of the machine can read them there (`ps`), and the shell writes
 * them into its history. @throws CliError without repeating what was typed.
 */
export function refuseSecretArguments(args: readonly string[]): void {
  if (!args.some((arg) => NAMED.test(arg) || LOOKS_SECRET.test(arg))) return;
  const why = 'others on this machine can read arguments, and the shell keeps them in its history';
  throw usageError(
    `a secret was given as an argument, where it does not belong: ${why}`,
    'Use `mytpe login`, or MYTPE_API_KEY and MYTPE_API_SECRET (or each as _FILE). If it was a real one, replace it.',
  );
}
