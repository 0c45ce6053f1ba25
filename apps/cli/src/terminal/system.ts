import { setTimeout } from 'node:timers/promises';

import type { Surroundings } from './surroundings.ts';

/** The process's own surroundings; `signal` is the caller's to give. */
export const SYSTEM: Surroundings = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  signal: new AbortController().signal,
};
