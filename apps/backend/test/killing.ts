import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { OFFERS, environment, eventually, speaking } from './harness.ts';

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));

/** The built backend as a process of its own, so that it can be killed. */
export async function startProcess(env: Record<string, string>): Promise<{ url: string; kill(): Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [SERVER], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually(async () => output.includes('"msg":"listening"'), 'the backend listens');
  const url = /"address":"([^"]+)"/.exec(output)![1]!;
  return { url, kill: () => new Promise((resolve) => (child.once('exit', () => resolve()), child.kill('SIGKILL'))) };
}

/** A sandbox, and how a backend is started beside it. */
export interface Scene {
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
  readonly control: ReturnType<typeof speaking>['control'];
}

export async function scene(more: Record<string, string> = {}): Promise<Scene> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  writeFileSync(join(folder, 'offers.yaml'), OFFERS);
  return {
    sandbox,
    env: environment(sandbox, folder, { LOG_LEVEL: 'fatal', ...more }),
    control: speaking('', sandbox.url).control,
  };
}

export async function linksOf({
  control,
}: Scene): Promise<{ status: string; amount: string; metadata: { our_ref: string } }[]> {
  return (await control('GET', '/state'))['links'] as never;
}

/** Whether MyTPE was asked this. */
export const asked =
  (path: string) =>
  async ({ control }: Scene) =>
    ((await control('GET', `/requests?method=POST&path=${path}`))['requests'] as unknown[]).length > 0;
