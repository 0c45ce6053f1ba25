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
}

const PATIENCE_MS = 8000;

/** @param onDeath called when a server ends by itself, with its last words. */
export function createFamily(onDeath: (name: string, lastWords: string[]) => void): Family {
  const running = new Map<ChildProcess, string>();
  let stopping = false;

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
      process_.once('exit', () => {
        running.delete(process_);
        if (!stopping) onDeath(name, lastWords);
      });
    },
    async stop() {
      stopping = true;
      const ended = [...running.keys()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of running.keys()) signal(child, 'SIGTERM');
      const timer = setTimeout(() => running.forEach((_, child) => signal(child, 'SIGKILL')), PATIENCE_MS);
      await Promise.all(ended);
      clearTimeout(timer);
    },
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
