import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** What it said of itself when it was ready. */
  readonly told: Readonly<Record<string, string>>;
  /** Milliseconds from the start of the process to its first answer with status 200. */
  readonly startedIn: number;
  /** Resident memory now, and at its highest so far, MB. */
  memory(): { readonly now: number; readonly highest: number };
  /** Processor time so far, ms. */
  cpu(): number;
  stop(): Promise<void>;
}

/** @param path is asked until it answers 200. @throws Error when the process ends before. */
export async function run(file: string, env: Record<string, string>, path: string): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [here(file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let isStopping = false;
  child.stdout.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void exited.then(() => isStopping || process.stderr.write(`${file} ended by itself:\n${said}\n`));
  const told = await new Promise<Record<string, string>>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split('\n').find((text) => text.includes('"address":'));
      if (line) resolve(JSON.parse(line) as Record<string, string>);
    });
    child.once('exit', () => reject(new Error(`${file} ended before it listened`)));
  });
  const url = told['address']!;
  while (!(await fetch(url + path).catch(() => null))?.ok) await pause(2);
  const startedIn = performance.now() - began;
  const pid = child.pid!;
  return {
    url,
    pid,
    told,
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

/** The options of Node in the container image, so that the server is measured as it is shipped. */
const [, shippedOptions] = /NODE_OPTIONS="([^"]+)"/.exec(readFileSync(here('../Dockerfile'), 'utf8'))!;

/** The options of Node for each backend. `BENCH_NODE_OPTIONS` replaces those of the image, to compare others with them. */
export const NODE_OPTIONS = process.env['BENCH_NODE_OPTIONS'] ?? shippedOptions!;

/** Linux tells both in kB. */
function memoryOf(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) / 1024;
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

/** Fields 14 and 15 of `/proc/…/stat`: user and system time, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
