import type { CallOptions, ExtClient, V2Client } from '@mytpe-pay/client';
import type { Command } from 'commander';

import { CliError, usageError } from './cli-error.ts';
import {
  type Api,
  type Connection,
  type ConnectionOptions,
  isThisMachine,
  readConnection,
} from './settings/connection.ts';
import { type Output, createOutput } from './terminal/output.ts';
import { type ProcessContext, isInteractive } from './terminal/process-context.ts';
import { createProgressBar } from './terminal/progress.ts';
import { openPrompts } from './terminal/prompts.ts';

/** The options of all commands. */
export interface GlobalOptions extends ConnectionOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** One run of one command, with its resources. */
export class Session {
  readonly context: ProcessContext;
  readonly options: GlobalOptions;
  /** The command that runs. */
  readonly command: Command;
  readonly out: Output;
  /** The advice to check the running write, shown if its response is lost. */
  findOut: string | undefined;
  #connection: Connection | undefined;
  readonly #clients: { close(): Promise<void> }[] = [];

  constructor(context: ProcessContext, command: Command) {
    this.context = context;
    this.command = command;
    this.options = command.optsWithGlobals<GlobalOptions>();
    this.out = createOutput(context, this.options.json === true);
  }

  /** The connection to the account. Read on first use, so that commands without an account need no credentials. */
  get connection(): Connection {
    this.#connection ??= readConnection(this.options, this.context.env);
    return this.#connection;
  }

  get api(): Api {
    return this.connection.api;
  }

  /** The options of each call. Ctrl-C aborts it. */
  get call(): CallOptions {
    return { signal: this.context.signal };
  }

  /** Opens a client of the ext API. @throws CliError for a v2 account; `lacks` completes "MyTPE's v2 API has no …". */
  async ext(lacks: string): Promise<ExtClient> {
    const { api, baseUrl, credentials, allowedPayersShape } = this.connection;
    if (api === 'v2') {
      const next = 'Do it in the MyTPE dashboard, or use an account of the ext API (--api ext).';
      throw usageError(`MyTPE's v2 API has no ${lacks}`, next);
    }
    const { ExtClient } = await import('@mytpe-pay/client');
    const client = new ExtClient({
      baseUrl,
      credentials,
      allowedPayersShape,
      allowInsecureWebhooks: isThisMachine(baseUrl),
    });
    this.#clients.push(client);
    return client;
  }

  /** Opens a client of the v2 API. Requires that {@link api} is `v2`. */
  async v2(): Promise<V2Client> {
    const { baseUrl, credentials } = this.connection;
    const { V2Client } = await import('@mytpe-pay/client');
    const client = new V2Client({ baseUrl, credentials, allowInsecureWebhooks: isThisMachine(baseUrl) });
    this.#clients.push(client);
    return client;
  }

  /** Requires a v2 account. @throws CliError for an ext account, with the alternative `instead`. */
  onlyV2(lacks: string, instead: string): void {
    if (this.api !== 'v2') throw usageError(`MyTPE's ext API has no ${lacks}`, instead);
  }

  /** Runs a write. `findOut` is the advice for the user if the response is lost. */
  async change<T>(findOut: string, work: () => Promise<T>): Promise<T> {
    this.findOut = findOut;
    const result = await work();
    this.findOut = undefined;
    return result;
  }

  /**
   * Runs a write that may contain files. If one of `files` is set, shows a progress bar on a terminal and extends the
   * deadline to five minutes, which is enough for 5 MiB at 0.15 Mbit/s.
   */
  async upload<T>(
    findOut: string,
    files: readonly (string | undefined)[],
    work: (call: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (files.every((file) => file === undefined)) return this.change(findOut, () => work(this.call));
    const bar = createProgressBar(this.context.stderr);
    try {
      return await this.change(findOut, () => work({ ...this.call, deadlineMs: 300_000, onUploadProgress: bar.show }));
    } finally {
      bar.clear();
    }
  }

  /**
   * Asks before a change that cannot be undone, unless the user passed `flag`: `--yes`, or a stricter flag of the
   * command.
   * @throws CliError if the user declines, or without both the flag and a terminal.
   */
  async confirm(question: string, { flag, isGiven } = { flag: '--yes', isGiven: this.options.yes === true }) {
    if (isGiven) return;
    const next = `Add ${flag} to confirm, or run the command in a terminal.`;
    if (!isInteractive(this.context)) throw usageError(`this command needs your confirmation: ${question}`, next);
    const prompts = await openPrompts(this.context, next);
    if (!(await prompts.confirm(question))) throw new CliError('interrupted', 'cancelled; nothing was changed');
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/** Rejects options that the account's API does not support. @throws CliError with these options. */
export function rejectOptions({ api }: Session, options: object, names: readonly string[]): void {
  const typed = Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined);
  if (typed.length === 0) return;
  const flags = typed.map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ');
  const other = api === 'v2' ? 'ext' : 'v2';
  throw usageError(
    `MyTPE's ${api} API does not support ${flags}`,
    `Omit the option, or use an account of the ${other} API.`,
  );
}
