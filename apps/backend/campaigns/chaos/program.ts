import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of this repository as a process of its own. */
export interface Program {
  /** Where it listens. */
  readonly url: string;
  /** Resolves when it is gone, for whatever reason. */
  readonly exited: Promise<void>;
  signal(name: NodeJS.Signals): void;
}

const START_LIMIT_MS = 120_000;

/**
 * Starts a program and waits until it says where it listens.
 * @param address how it says so on its standard output; the first group is the address.
 * @param onLine told of every further line it writes.
 * @throws Error with what it wrote when it ends before, or says nothing for two minutes.
 */
export async function startProgram(
  args: readonly string[],
  env: Record<string, string>,
  address: RegExp,
  onLine: (line: string) => void = () => {},
): Promise<Program> {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => void child.kill('SIGKILL');
  // Whatever becomes of the campaign, nothing stays behind, a frozen process neither.
  process.once('exit', end);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void exited.then(() => process.off('exit', end));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${args.at(-1)} ${why}:\n${output}`));
    const late = setTimeout(() => (end(), fail('did not say where it listens')), START_LIMIT_MS);
    void exited.then(() => (clearTimeout(late), fail('ended at once')));
    const read = (line: string) => {
      const found = address.exec(line)?.[1];
      if (found !== undefined) resolve((clearTimeout(late), found));
      else onLine(line);
      if (output.length < 10_000) output += `${line}\n`;
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read);
  });
  return { url, exited, signal: (name) => void child.kill(name) };
}
