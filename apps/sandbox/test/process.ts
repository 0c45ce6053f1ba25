import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The sandbox in a separate process. */
export interface SandboxProcess {
  /** The printed address. Rejects if the process ends before printing it. */
  readonly url: Promise<string>;
  /** Sends a signal. Resolves with the exit code or signal. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  /** The exit code of a process that ends without a signal, and its stderr. */
  readonly ended: Promise<{ readonly code: number | NodeJS.Signals; readonly errors: string }>;
}

export function runSandbox(env: Record<string, string>): SandboxProcess {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const closed = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  const ended = closed.then((code) => ({ code, errors }));
  const url = Promise.race([announced(child), ended.then(() => Promise.reject(new Error(errors)))]);
  url.catch(() => {});
  return {
    url,
    ended,
    async stop(signal) {
      child.kill(signal);
      return closed;
    },
  };
}

async function announced(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
    if (url !== undefined) return url;
  }
  return new Promise(() => {});
}
