import { usageError } from '../../cli-error.ts';

/** @throws CliError when an option was typed that v2 has nothing for. */
export function refuseOptions(options: object, names: readonly string[]): void {
  const typed = Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined);
  if (typed.length === 0) return;
  const flags = typed.map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ');
  throw usageError(`MyTPE's v2 API has nothing for ${flags}`, 'Leave it out, or use an account of the ext API.');
}
