import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The servers, as one: when one ends all end, and none is left behind. */
export interface Family {
  start(child: Child): void;
  /** Asks every process to end, and ends those that do not. */
  stop(): Promise<void>;
  /** Ends what is left, at once. */
  kill(): void;
}

/**
 * @param onDeath called when a server ends by itself, with its last words.
 * @param patienceMs how long a server may take to end when asked to.
 */
export function createFamily(onDeath: (name: string, lastWords: string[]) => void, patienceMs = 8000): Family {
  const running = new Map<ChildProcess, string>();
  let stopping = false;
  const kill = (): void => running.forEach((_, child) => signal(child, 'SIGKILL'));

  return {
    start({ name, args, env }) {
      // A group of its own: a terminal's Ctrl-C reaches only us, and we end the rest in order.
      const process_ = spawn(process.execPath, [...args], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      running.set(process_, name);
      const lastWords: string[] = [];
      for (const stream of [process_.stdout, process_.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lastWords.push(line);
          if (lastWords.length > 10) lastWords.shift();
          if (isWorthShowing(line)) process.stdout.write(`${name.padEnd(8)} ${line}\n`);
        });
      }
      process_.once('exit', () => running.delete(process_));
      // Later than its end: by now its last words have been read.
      process_.once('close', () => stopping || onDeath(name, lastWords));
    },
    async stop() {
      stopping = true;
      const ended = [...running.keys()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of running.keys()) signal(child, 'SIGTERM');
      const timer = setTimeout(kill, patienceMs);
      await Promise.all(ended);
      clearTimeout(timer);
    },
    kill,
  };
}

/** The whole group, so that what a server started ends as well. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // It has just ended.
  }
}

/** Start-up lines are our own business; what is left are warnings and errors. */
function isWorthShowing(line: string): boolean {
  return (
    line.trim() !== '' &&
    !/"msg":"listening"|^The MyTPE sandbox is at|^The shop is at|^\{"level":"(?:debug|info)"/.test(line)
  );
}
