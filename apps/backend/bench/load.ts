import { type ChildProcess, spawn } from 'node:child_process';

import autocannon from 'autocannon';

/** A server process to measure: prints its address as JSON with `"address"`. */
export interface Measured {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to the first answer with status 200. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

/** Starts a process and asks `path` until it answers 200. */
export async function startMeasured(
  args: readonly string[],
  env: Record<string, string>,
  path: string,
): Promise<Measured> {
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let url = '';
  while (url === '') {
    await new Promise((resolve) => setTimeout(resolve, 2));
    url = /"address":"([^"]+)"/.exec(output)?.[1] ?? '';
  }
  for (;;) {
    const answer = await fetch(url + path).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const startedIn = performance.now() - began;
  return {
    url,
    pid: child.pid!,
    startedIn,
    stop: () => new Promise((resolve) => (child.once('exit', () => resolve()), child.kill('SIGTERM'))),
  };
}

/** Requests a second at 50 connections, over a few seconds. */
export async function throughput(url: string, seconds: number): Promise<number> {
  const result = await autocannon({ url, connections: 50, duration: seconds, pipelining: 1 });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no 2xx, ${result.errors} failed`);
  return result.requests.average;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
