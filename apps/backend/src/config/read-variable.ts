import { readFileSync } from 'node:fs';

/**
 * What the environment says of `X`: its value, or what stands in the file that `X_FILE` names, without its last line break.
 * @param problems gets what is wrong with that.
 */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const path = env[`${name}_FILE`];
  // An empty variable is how compose files and shells say "not set".
  if (!path) return env[name] || undefined;
  if (env[name]) problems.push(`${name} and ${name}_FILE are both set: keep one`);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push(`${name}_FILE cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return undefined;
  }
}
