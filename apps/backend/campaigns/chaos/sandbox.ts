import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';

import { startProgram } from './program.ts';

/** The campaign's sandbox, in a separate process that is never killed or frozen. */
export interface ChaosSandbox {
  readonly url: string;
  /** Calls the sandbox's controls: `GET` without a body, else `POST` or the given method. Faults do not affect it. */
  control<T>(path: string, body?: object, method?: string): Promise<{ status: number; body: T }>;
  stop(): Promise<void>;
}

export const CREDENTIALS = { MYTPE_API_KEY: SANDBOX_KEY, MYTPE_API_SECRET: SANDBOX_SECRET };

export async function startChaosSandbox(): Promise<ChaosSandbox> {
  const main = join(dirname(createRequire(import.meta.url).resolve('@mytpe-pay/sandbox')), 'main.ts');
  const env = { SANDBOX_PORT: '0', SANDBOX_STATE_FILE: '', SANDBOX_LOG: '' };
  const { url, signal, exited } = await startProgram([main], env, /(http:\/\/\S+)/);
  return {
    url,
    async control<T>(path: string, body?: object, method = body === undefined ? 'GET' : 'POST') {
      const init = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await fetch(`${url}/_sandbox${path}`, { method, ...init });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
    },
    async stop() {
      signal('SIGKILL');
      await exited;
    },
  };
}
