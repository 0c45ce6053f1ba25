import { usageError } from '../cli-error.ts';
import type { Session } from '../session.ts';

/** @throws CliError when an option was typed that the account's API has nothing for. */
export function refuseOptions({ api }: Session, options: object, names: readonly string[]): void {
  const typed = Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined);
  if (typed.length === 0) return;
  const flags = typed.map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ');
  const other = api === 'v2' ? 'ext' : 'v2';
  throw usageError(
    `MyTPE's ${api} API has nothing for ${flags}`,
    `Leave it out, or use an account of the ${other} API.`,
  );
}
