import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { environment, eventually, offersFor, testClient } from './harness.ts';

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));

/** A backend of its own process. */
export interface BackendProcess {
  readonly url: string;
  kill(): Promise<void>;
  /** Lets it finish what is under way. */
  stop(): Promise<void>;
}

/** The built backend as a process of its own, so that it can be killed. @param program another build of it. */
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
  return { url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A sandbox, and how a backend is started beside it. */
export interface ProcessSetup {
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
  readonly control: ReturnType<typeof testClient>['control'];
}

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

/** Whether MyTPE was asked this. */
export const wasRequested =
  (path: string) =>
  async ({ control }: ProcessSetup) =>
    ((await control('GET', `/requests?method=POST&path=${encodeURIComponent(path)}`))['requests'] as unknown[]).length >
    0;
