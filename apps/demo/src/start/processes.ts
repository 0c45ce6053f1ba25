import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Builds the demo. Prints nothing unless the build fails.
 * @param stop ends the build with all of its processes.
 * @throws Error with the build's output.
 */
export async function build(root: string, stop: AbortSignal): Promise<void> {
  const turbo = spawn('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    // A separate process group can be stopped as a whole. turbo does not stop all of its processes.
    detached: true,
  });
  const end = (): void => void (turbo.pid && process.kill(-turbo.pid, 'SIGTERM'));
  stop.addEventListener('abort', end, { once: true });
  let output = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    turbo.once('error', reject).once('close', resolve),
  );
  stop.removeEventListener('abort', end);
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}

export interface Program {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The demo's servers as one unit, so that none keeps running after the demo. */
export interface ProcessGroup {
  start(child: Program): void;
  /** Asks every process to stop, and kills those that do not. */
  stop(): Promise<void>;
  /** Kills the remaining processes. */
  kill(): void;
}

/**
 * @param onUnexpectedExit called when a server ends unexpectedly, with its last output.
 * @param stopTimeoutMs the time that a server has to stop, in milliseconds.
 */
export function createProcessGroup(
  onUnexpectedExit: (name: string, lastLines: string[]) => void,
  stopTimeoutMs = 8000,
): ProcessGroup {
  const running = new Map<ChildProcess, string>();
  let stopping = false;
  const kill = (): void => running.forEach((_, child) => signal(child, 'SIGKILL'));

  return {
    start({ name, args, env }) {
      // A separate process group, because a terminal's Ctrl-C would stop the servers in any order.
      const process_ = spawn(process.execPath, [...args], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      running.set(process_, name);
      const lastLines: string[] = [];
      for (const stream of [process_.stdout, process_.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lastLines.push(line);
          if (lastLines.length > 10) lastLines.shift();
          if (isWorthShowing(line)) process.stdout.write(`${name.padEnd(8)} ${line}\n`);
        });
      }
      process_.once('exit', () => running.delete(process_));
      // The event follows the exit, so the last output has been read.
      process_.once('close', () => stopping || onUnexpectedExit(name, lastLines));
    },
    async stop() {
      stopping = true;
      const ended = [...running.keys()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of running.keys()) signal(child, 'SIGTERM');
      const timer = setTimeout(kill, stopTimeoutMs);
      await Promise.all(ended);
      clearTimeout(timer);
    },
    kill,
  };
}

/** Signals the whole process group, including processes that a server started. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // The process has already ended.
  }
}

/** `true` for warnings and errors. Start-up lines are hidden. */
function isWorthShowing(line: string): boolean {
  return (
    line.trim() !== '' &&
    !/"msg":"listening"|^The MyTPE sandbox is at|^The shop is at|^\{"level":"(?:debug|info)"/.test(line)
  );
}
