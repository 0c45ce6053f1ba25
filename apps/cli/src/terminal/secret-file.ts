import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

import { usageError } from '../cli-error.ts';

/** A file for a secret that only the owner can read. It is created before the secret. */
export interface SecretFile {
  readonly path: string;
  keep(secret: string): void;
  /** Removes the file if no secret was created. */
  discard(): void;
}

/** Creates the file before any request. @throws CliError if it already exists or cannot be created. */
export function createSecretFile(path: string): SecretFile {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'already exists' : `cannot be created (${code})`;
    throw usageError(`${path} ${why}`, 'Choose another file with --save-secret.');
  }
  return {
    path,
    keep(secret) {
      writeSync(file, `${secret}\n`);
      closeSync(file);
    },
    discard() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
