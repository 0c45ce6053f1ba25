import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { environment, eventually, offersFor, testClient } from './harness.ts';

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));

/** A backend in a separate process. */
export interface BackendProcess {
  readonly url: string;
  readonly pid: number;
  kill(): Promise<void>;
  /** Sends SIGTERM, which lets running work finish. */
  stop(): Promise<void>;
}

/** Starts the built backend in a separate process, which a test can kill. @param program the build. Default: `dist`. */
export async function startBackendProcess(env: Record<string, string>, program = SERVER): Promise<BackendProcess> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually(async () => output.includes('"msg":"listening"'), 'the backend listens');
  const url = /"address":"([^"]+)"/.exec(output)![1]!;
  const end = (signal: NodeJS.Signals): Promise<void> =>
    new Promise((resolve) => (child.once('exit', () => resolve()), child.kill(signal)));
  return { url, pid: child.pid!, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A sandbox, and the environment of the backends that use it. */
export interface ProcessSetup {
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
  readonly control: ReturnType<typeof testClient>['control'];
}

/** Starts a sandbox and writes a catalog. `more` adds settings of the backend. */
export async function setUpProcesses(more: Record<string, string> = {}): Promise<ProcessSetup> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  writeFileSync(join(folder, 'offers.yaml'), offersFor(more['MYTPE_API']));
  return {
    sandbox,
    env: environment(sandbox, folder, { LOG_LEVEL: 'fatal', ...more }),
    control: testClient('', sandbox.url).control,
  };
}

/** Returns a check that is `true` once MyTPE received a POST request to `path`. */
export const wasRequested =
  (path: string) =>
  async ({ control }: ProcessSetup) =>
    ((await control('GET', `/requests?method=POST&path=${encodeURIComponent(path)}`))['requests'] as unknown[]).length >
    0;
