import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a test run a temporary folder of its own, so that nothing any test or any process it started wrote stays. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mytpe-pay-test-'));
  process.env['TMPDIR'] = folder;
  // A database server runs as another user.
  chmodSync(folder, 0o755);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
