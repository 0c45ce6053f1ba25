import { statSync } from 'node:fs';

import { InvalidArgumentError } from 'commander';

/** A file that is there and holds something. What kind it is, and whether it is too large, the client looks at. */
export function parseFilePath(path: string): string {
  const found = lookAt(path);
  if (typeof found === 'string') throw new InvalidArgumentError(`It cannot be read (${found}).`);
  if (!found.isFile()) throw new InvalidArgumentError('It must be a file.');
  if (found.size === 0) throw new InvalidArgumentError('The file is empty.');
  return path;
}

function lookAt(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no such path';
  }
}
