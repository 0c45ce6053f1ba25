import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A server in a separate process. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** The JSON line that the server wrote when it began to listen. */
  readonly startMessage: Readonly<Record<string, string>>;
  /** Milliseconds from the start of the process to its first response with status 200. */
  readonly startedIn: number;
  /** Current and peak resident memory, in MB. */
  memory(): { readonly now: number; readonly highest: number };
  /** Processor time used so far, in ms. */
  cpu(): number;
  stop(): Promise<void>;
}

/**
 * Starts a server in a separate process.
 * @param path polled until it returns 200.
 * @throws Error if the process ends before it listens.
 */
export async function run(file: string, env: Record<string, string>, path: string): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [here(file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let isStopping = false;
  child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void exited.then(() => isStopping || process.stderr.write(`${file} exited unexpectedly:\n${output}\n`));
  const startMessage = await new Promise<Record<string, string>>((resolve, reject) => {
    let started = '';
    child.stdout.on('data', (chunk: Buffer) => {
      started += chunk.toString();
      const line = started.split('\n').find((text) => text.includes('"address":'));
      if (line) resolve(JSON.parse(line) as Record<string, string>);
    });
    child.once('exit', () => reject(new Error(`${file} exited before it listened`)));
  });
  const url = startMessage['address']!;
  while (!(await fetch(url + path).catch(() => null))?.ok) await pause(2);
  const startedIn = performance.now() - began;
  const pid = child.pid!;
  return {
    url,
    pid,
    startMessage,
    startedIn,
    memory: () => memoryOf(pid),
    cpu: () => cpuOf(pid),
    stop: () => {
      isStopping = true;
      child.kill('SIGTERM');
      return exited;
    },
  };
}

export const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The Node options of the container image, so that the benchmarks measure the server as it is shipped. */
const [, shippedOptions] = /NODE_OPTIONS="([^"]+)"/.exec(readFileSync(here('../Dockerfile'), 'utf8'))!;

/** The Node options of each backend. Set `BENCH_NODE_OPTIONS` to compare other options with those of the image. */
export const NODE_OPTIONS = process.env['BENCH_NODE_OPTIONS'] ?? shippedOptions!;

/** Reads `VmRSS` and `VmHWM`, which Linux reports in kB. */
function memoryOf(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) / 1024;
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

/** Reads fields 14 and 15 of `/proc/…/stat`: user and system time, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
