import { readFileSync } from 'node:fs';

import { CliError } from '../cli-error.ts';
import type { Surroundings } from '../terminal/surroundings.ts';

/** A variable, or the content of the file that `NAME_FILE` points to. Empty means "not set". */
export function readVariable(env: Surroundings['env'], name: string): string | undefined {
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
