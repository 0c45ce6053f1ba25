import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { NODE_OPTIONS } from '../../bench/processes.ts';

const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** Several processes of the built backend on one store. */
export interface Replicas {
  /** Returns the addresses of the replicas that are listening. */
  urls(): readonly string[];
  /** Kills a replica with SIGKILL and starts a new one. */
  killOne(index: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startReplicas(count: number, env: Readonly<Record<string, string>>): Promise<Replicas> {
  const running: { child: ChildProcess; url: string | null }[] = [];
  for (let index = 0; index < count; index += 1) running.push(await start(env));
  return {
    urls: () => running.flatMap(({ url }) => url ?? []),
    async killOne(index) {
      const slot = index % count;
      const { child } = running[slot]!;
      running[slot] = { child, url: null };
      await stopChild(child, 'SIGKILL');
      running[slot] = await start(env);
    },
    async stop() {
      await Promise.all(running.map(({ child }) => stopChild(child, 'SIGTERM')));
    },
  };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function start(env: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, NODE_OPTIONS, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the backend did not start')), START_TIMEOUT_MS);
    child.once('exit', () => reject(new Error('the backend exited before it listened')));
    lines.on('line', (line) => {
      const { level, address } = JSON.parse(line) as { level: string; address?: string };
      // The backend logs its own faults at these levels. There should be none.
      if (level === 'error' || level === 'fatal') process.stderr.write(`${line}\n`);
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
  return { child, url };
}
