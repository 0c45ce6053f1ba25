import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { type Program, startProgram } from './program.ts';

/** One backend, as a process that ends and begins again. Its address changes each time. */
export interface Replica {
  readonly url: string;
  /** How often it ended without being told to. */
  readonly deaths: number;
  /** SIGKILL, and started again. */
  kill(): Promise<void>;
  /** SIGSTOP for so long, ms. */
  freeze(ms: number): Promise<void>;
  /** SIGTERM, as an operator does, and started again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const LISTENING = /"msg":"listening","address":"([^"]+)"/;

/** @param onError told of every error in its log. */
export async function startReplica(env: Record<string, string>, onError: (what: string) => void): Promise<Replica> {
  let isEnding = false;
  let deaths = 0;
  let program = await begin();

  async function begin(): Promise<Program> {
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

  async function again(signal: NodeJS.Signals): Promise<void> {
    await end(signal);
    program = await begin();
  }

  return {
    get url() {
      return program.url;
    },
    get deaths() {
      return deaths;
    },
    kill: () => again('SIGKILL'),
    async freeze(ms) {
      program.signal('SIGSTOP');
      await pause(ms);
      program.signal('SIGCONT');
    },
    restart: () => again('SIGTERM'),
    stop: () => end('SIGKILL'),
  };
}

interface LogRecord {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly err?: { readonly message: string };
}

/** What a line of the log, or of a crash, says; `null` when it is no error, or one of MyTPE's bad day. */
function errorIn(line: string): string | null {
  if (!line.startsWith('{')) return line;
  const { level, msg, code, err } = JSON.parse(line) as LogRecord;
  if ((level !== 'error' && level !== 'fatal') || code === 'upstream_unavailable') return null;
  return [code, msg, err?.message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')].filter(Boolean).join(': ');
}
