import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

import { usageError } from '../cli-error.ts';

/** A file that only its owner may read, made before the secret exists that goes into it. */
export interface SecretFile {
  readonly path: string;
  keep(secret: string): void;
  /** Removes it again: there was no secret after all. */
  discard(): void;
}

/** @throws CliError when it exists already or cannot be made: then nothing has been asked of MyTPE yet. */
export function createSecretFile(path: string): SecretFile {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'exists already' : `cannot be made (${code})`;
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
