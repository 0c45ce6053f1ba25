import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { COMPILE_CACHE } from './compile-cache.ts';

/** Names the run's temporary folder, because each package's configuration calls `setUp`. */
const OWN_FOLDER = 'MYTPE_TEST_FOLDER';

/** Creates a temporary folder for a test run, and deletes it with all of its files afterwards. */
export default function setUp(): () => void {
  if (process.env[OWN_FOLDER]) return () => {};
  process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
  const folder = mkdtempSync(join(tmpdir(), 'mytpe-pay-test-'));
  process.env['TMPDIR'] = process.env[OWN_FOLDER] = folder;
  // A database server runs as another user.
  chmodSync(folder, 0o755);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
