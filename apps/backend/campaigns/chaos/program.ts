import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of this repository that runs as a separate process. */
export interface Program {
  /** The address that the program listens on. */
  readonly url: string;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  signal(name: NodeJS.Signals): void;
}

const START_LIMIT_MS = 120_000;

/**
 * Starts a program and waits until it prints the address that it listens on.
 * @param address matches the line with the address; the first group is the address.
 * @param onLine receives every other line of output.
 * @throws Error with the output, if the program ends first or prints no address within two minutes.
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
  const kill = () => void child.kill('SIGKILL');
  // No process may outlive the campaign, not even a frozen one.
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void exited.then(() => process.off('exit', kill));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`${args.at(-1)} ${reason}:\n${output}`));
    const timer = setTimeout(() => (kill(), fail('did not print an address')), START_LIMIT_MS);
    void exited.then(() => (clearTimeout(timer), fail('ended before it printed an address')));
    const read = (line: string) => {
      const found = address.exec(line)?.[1];
      if (found !== undefined) resolve((clearTimeout(timer), found));
      else onLine(line);
      if (output.length < 10_000) output += `${line}\n`;
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read);
  });
  return { url, exited, signal: (name) => void child.kill(name) };
}
