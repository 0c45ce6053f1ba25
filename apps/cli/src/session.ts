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
import { createProgressBar } from './terminal/progress.ts';
import { openPrompts } from './terminal/prompts.ts';
import { type Surroundings, isConversation } from './terminal/surroundings.ts';

/** Options that every command understands. */
export interface GlobalOptions extends ConnectionOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** One run of one command: what it may use, and what is tidied up after it. */
export class Session {
  readonly surroundings: Surroundings;
  readonly options: GlobalOptions;
  /** The command that runs. */
  readonly command: Command;
  readonly out: Output;
  /** How to learn what became of the write under way; told when its answer is lost. */
  findOut: string | undefined;
  #connection: Connection | undefined;
  readonly #clients: { close(): Promise<void> }[] = [];

  constructor(surroundings: Surroundings, command: Command) {
    this.surroundings = surroundings;
    this.command = command;
    this.options = command.optsWithGlobals<GlobalOptions>();
    this.out = createOutput(surroundings, this.options.json === true);
  }

  /** Whose account; read when first needed, so that what needs none runs without. */
  get connection(): Connection {
    this.#connection ??= readConnection(this.options, this.surroundings.env);
    return this.#connection;
  }

  get api(): Api {
    return this.connection.api;
  }

  /** Ctrl-C ends whatever call is under way. */
  get call(): CallOptions {
    return { signal: this.surroundings.signal };
  }

  /** @throws CliError when the account speaks v2: `lacks` completes "MyTPE's v2 API has no …". */
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

  /** For what both APIs can do; only where {@link api} is `v2`. */
  async v2(): Promise<V2Client> {
    const { baseUrl, credentials } = this.connection;
    const { V2Client } = await import('@mytpe-pay/client');
    const client = new V2Client({ baseUrl, credentials, allowInsecureWebhooks: isThisMachine(baseUrl) });
    this.#clients.push(client);
    return client;
  }

  /** @throws CliError when the account speaks ext: `instead` says what does it there. */
  onlyV2(lacks: string, instead: string): void {
    if (this.api !== 'v2') throw usageError(`MyTPE's ext API has no ${lacks}`, instead);
  }

  /** Runs a change; should its answer be lost, `findOut` is what the person is told to do. */
  async change<T>(findOut: string, work: () => Promise<T>): Promise<T> {
    this.findOut = findOut;
    const result = await work();
    this.findOut = undefined;
    return result;
  }

  /**
   * The same for a change that may carry a file. With one of `files` given it draws a progress bar on a terminal and
   * waits longer: five minutes are enough for 5 MiB at 0.15 Mbit/s.
   */
  async upload<T>(
    findOut: string,
    files: readonly (string | undefined)[],
    work: (call: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (files.every((file) => file === undefined)) return this.change(findOut, () => work(this.call));
    const bar = createProgressBar(this.surroundings.stderr);
    try {
      return await this.change(findOut, () => work({ ...this.call, deadlineMs: 300_000, onUploadProgress: bar.show }));
    } finally {
      bar.clear();
    }
  }

  /**
   * Asks before a change that cannot be undone, unless `flag` was given: `--yes`, or a stricter one of the command.
   * @throws CliError when the person declines, or without the flag and a terminal.
   */
  async confirm(question: string, { flag, isGiven } = { flag: '--yes', isGiven: this.options.yes === true }) {
    if (isGiven) return;
    const next = `Add ${flag} to confirm, or run it in a terminal.`;
    if (!isConversation(this.surroundings)) throw usageError(`this needs your confirmation: ${question}`, next);
    const prompts = await openPrompts(this.surroundings, next);
    if (!(await prompts.confirm(question))) throw new CliError('interrupted', 'left as it is; nothing was changed');
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
