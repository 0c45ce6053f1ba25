import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../apps/sandbox/src/main.ts', import.meta.url));

export interface SandboxProcess {
  readonly url: string;
  /** Calls a control endpoint of the sandbox, such as `links/{id}/pay`. */
  control(path: string, body?: object): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the real sandbox as a separate process. The tests use it over HTTP only, because it shares no code with the
 * client.
 */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const env = { ...process.env, SANDBOX_PORT: '0', SANDBOX_STATE_FILE: '' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const url = await Promise.race([
    announcedUrl(createInterface(child.stdout)),
    exited.then(([code]): never => {
      throw new Error(`the sandbox ended with ${String(code)} before it was ready`);
    }),
  ]);
  return {
    url,
    async control(path, body = {}) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/_sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    },
    async stop() {
      child.kill();
      await exited;
    },
  };
}

async function announcedUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the sandbox did not print its URL');
}
