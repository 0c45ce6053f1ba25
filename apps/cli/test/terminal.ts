import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { SANDBOX_KEY, SANDBOX_SECRET, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { run } from '../src/run.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const DEADLINE_MS = 30_000;

/** The result of a command. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The parsed stdout, with `--json`. */
  // Tests have no types for the JSON output.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

/** A merchant at a terminal, with a sandbox and an empty home directory. */
export interface Merchant {
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly env: Record<string, string>;
  /** Runs `mytpe …` in this process. */
  readonly mytpe: (...args: string[]) => Promise<Ran>;
  /** Runs `mytpe …` as a real process, from source. */
  readonly process: (args: string[], env?: Record<string, string>) => Promise<Ran>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Returns all write requests that MyTPE received. */
  readonly writes: () => Promise<string[]>;
}

export async function createMerchant(): Promise<Merchant> {
  const sandbox = await startSandbox({ port: 0 });
  const home = mkdtempSync(join(tmpdir(), 'mytpe-'));
  onTestFinished(async () => {
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  });
  const env = {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    MYTPE_BASE_URL: sandbox.apiBaseUrl,
    MYTPE_PAY_BASE_URL: sandbox.payBaseUrl,
    MYTPE_API_KEY: SANDBOX_KEY,
    MYTPE_API_SECRET: SANDBOX_SECRET,
  };
  const control: Merchant['control'] = async (method, path, body) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: type, body: body === undefined ? null : JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    sandbox,
    home,
    env,
    mytpe: (...args) => runHere(args, { env }),
    process: (args, more = {}) => runProcess(args, { ...env, ...more }),
    control,
    async writes() {
      const { requests } = (await control('GET', '/requests')) as { requests: { method: string; path: string }[] };
      return requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    },
  };
}

export interface Stage {
  readonly env?: Record<string, string>;
  /** `true` for an interactive terminal. */
  readonly isTTY?: boolean;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly clock?: () => number;
  readonly signal?: AbortSignal;
  /** Called with everything printed on stdout so far. */
  readonly onOutput?: (shown: string) => void;
  /** Called after each output on stderr, with the keyboard and everything shown so far. */
  readonly onShown?: (keyboard: PassThrough, shown: string) => void;
}

/** Runs a command line in this process, with separate streams. */
export async function runHere(args: readonly string[], stage: Stage = {}): Promise<Ran> {
  const { isTTY = false } = stage;
  const keyboard = Object.assign(new PassThrough(), { isTTY, setRawMode: () => keyboard });
  const stdout = screen(isTTY, (shown) => stage.onOutput?.(shown));
  const stderr = screen(isTTY, (shown) => stage.onShown?.(keyboard, shown));
  const code = await run(args, {
    env: stage.env ?? {},
    stdin: keyboard,
    stdout: stdout.stream,
    stderr: stderr.stream,
    clock: stage.clock ?? Date.now,
    sleep: stage.sleep ?? (() => Promise.resolve()),
    signal: stage.signal ?? new AbortController().signal,
  });
  return ran(code, stdout.text(), stderr.text());
}

/** A question on the screen, and the keys that a user types in response. */
export type Answer = readonly [question: RegExp, keys: string];

/** Runs a command at a terminal where a user types these replies in order. */
export function atTerminal(args: readonly string[], env: Record<string, string>, ...answers: readonly Answer[]) {
  const left = [...answers];
  const onShown: Stage['onShown'] = (keyboard, shown) => {
    const [question, keys] = left[0] ?? [];
    if (question === undefined || !question.test(shown)) return;
    left.shift();
    queueMicrotask(() => keyboard.write(keys));
  };
  return runHere(args, { env: { ...env, NO_COLOR: '1' }, isTTY: true, onShown });
}

function screen(isTTY: boolean, shown: (text: string) => void = () => {}) {
  let text = '';
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    text += String(chunk);
    shown(text);
    done();
  };
  return { stream: Object.assign(new Writable({ write }), { isTTY, columns: 100 }), text: () => text };
}

/** Runs `mytpe` as a separate process, which must end before the deadline. */
export async function runProcess(
  args: readonly string[],
  env: Record<string, string>,
  { interruptAtOutput = false } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
  });
  if (interruptAtOutput) child.stdout.once('data', () => child.kill('SIGINT'));
  const [out, err, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number>((resolve) => child.on('close', (exit, signal) => resolve(signal === null ? exit! : -1))),
  ]);
  return ran(code, out.join(''), err.join(''));
}

function ran(code: number, out: string, err: string): Ran {
  return {
    code,
    out,
    err,
    get json() {
      return JSON.parse(out);
    },
  };
}
