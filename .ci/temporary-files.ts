import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { COMPILE_CACHE } from './compile-cache.ts';

/** Names the folder that the run has already, because each package's configuration asks for one. */
const OWN_FOLDER = 'MYTPE_TEST_FOLDER';

/** Gives a test run its own temporary folder and deletes it afterwards, with everything that the tests and their processes wrote. */
export default function setUp(): () => void {
  if (process.env[OWN_FOLDER]) return () => {};
  process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
  const folder = mkdtempSync(join(tmpdir(), 'mytpe-pay-test-'));
  process.env['TMPDIR'] = process.env[OWN_FOLDER] = folder;
  // A database server runs as another user.
  chmodSync(folder, 0o755);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
