import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it, onTestFinished } from 'vitest';

import { typeErrors } from '../../../.ci/check-types.ts';
import { codeBlocks } from '../../../.ci/site-page.ts';
import { startSandboxProcess } from './sandbox-process.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const [EXAMPLE] = codeBlocks(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).filter(
  ({ language }) => language === 'ts',
);

it('the example in the README creates an active link', async () => {
  const sandbox = await startSandboxProcess();
  onTestFinished(() => sandbox.stop());
  const env = {
    ...process.env,
    MYTPE_BASE_URL: `${sandbox.url}/api/ext`,
    MYTPE_API_KEY: 'mtk_sandbox_key',
    MYTPE_API_SECRET: 'mts_sandbox_secret',
  };
  const args = ['--input-type=module-typescript', '--eval', EXAMPLE!.code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: FOLDER });
  expect(stdout).toMatch(/^active order-10428-\S+\n$/);
});

it('the example in the README has correct types', () => {
  expect(typeErrors(FOLDER, { 'example.ts': EXAMPLE!.code })).toBe('');
}, 180_000);
