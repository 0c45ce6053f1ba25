import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { type Program, startProgram } from './program.ts';

/** A backend process that the campaign kills, freezes and restarts. Each restart changes its address. */
export interface Replica {
  readonly url: string;
  /** Number of times that the process ended on its own. */
  readonly deaths: number;
  /** Sends SIGKILL, then starts the backend again. */
  kill(): Promise<void>;
  /** Stops the process with SIGSTOP for `ms`. */
  freeze(ms: number): Promise<void>;
  /** Sends SIGTERM, as an operator does, then starts the backend again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const LISTENING = /"msg":"listening","address":"([^"]+)"/;

/** @param onError receives every error in the backend's log. */
export async function startReplica(env: Record<string, string>, onError: (error: string) => void): Promise<Replica> {
  let isEnding = false;
  let deaths = 0;
  let program = await start();

  async function start(): Promise<Program> {
    const started = await startProgram([SERVER], env, LISTENING, (line) => {
      const error = errorIn(line);
      if (error !== null) onError(error);
    });
    isEnding = false;
    void started.exited.then(() => {
      if (!isEnding) deaths += 1;
    });
    return started;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    isEnding = true;
    program.signal(signal);
    await program.exited;
  }

  async function restartAfter(signal: NodeJS.Signals): Promise<void> {
    await end(signal);
    program = await start();
  }

  return {
    get url() {
      return program.url;
    },
    get deaths() {
      return deaths;
    },
    kill: () => restartAfter('SIGKILL'),
    async freeze(ms) {
      program.signal('SIGSTOP');
      await pause(ms);
      program.signal('SIGCONT');
    },
    restart: () => restartAfter('SIGTERM'),
    stop: () => end('SIGKILL'),
  };
}

interface LogRecord {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly err?: { readonly message: string };
}

/** Extracts the error from a line of the log or of a crash. @returns `null` without an error, or for an injected fault. */
function errorIn(line: string): string | null {
  if (!line.startsWith('{')) return line;
  const { level, msg, code, err } = JSON.parse(line) as LogRecord;
  if ((level !== 'error' && level !== 'fatal') || code === 'upstream_unavailable') return null;
  return [code, msg, err?.message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')].filter(Boolean).join(': ');
}
