import type * as Client from '@mytpe-pay/client';
import type { MytpeError } from '@mytpe-pay/client';
import { type Command, CommanderError } from 'commander';

import { CliError } from './cli-error.ts';
import type { ExitKind } from './exit-codes.ts';
import { FieldNames } from './field-names.ts';
import { printable } from './terminal/printable.ts';

/** A failure as it is reported: two lines for people, an object for scripts. */
export interface Failure {
  readonly kind: ExitKind;
  readonly message: string;
  readonly next?: string | undefined;
  /** Messages by option, like `--proof`. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly request_id?: string | undefined;
}

/** The circumstances of a failure. */
interface Circumstances {
  /** The advice that finds out whether the write under way was carried out. */
  readonly findOut?: string | undefined;
  /** The command that failed. */
  readonly command?: Command | undefined;
}

/** Describes any error in the terms of the command line: options instead of fields. */
export async function describeFailure(error: unknown, { findOut, command }: Circumstances = {}): Promise<Failure> {
  if (error instanceof CliError) return { kind: error.kind, message: error.message, next: error.next };
  if (error instanceof CommanderError) return misunderstood(error);
  // Whoever throws one of these has loaded the client already; every other command goes without it.
  const client = await import('@mytpe-pay/client');
  if (!(error instanceof client.MytpeError)) return { kind: 'failed', message: `unexpected: ${oneLine(error)}` };
  const failure = toldByClient(error, client, new FieldNames(command));
  if (error.outcome !== 'unknown') return failure;
  const next = findOut ?? 'Read the record before you repeat the command: MyTPE does not recognise a repetition.';
  if (failure.kind === 'interrupted')
    return { ...failure, message: `${failure.message}; the change may have been made`, next };
  return { ...failure, kind: 'outcome_unknown', message: `nobody knows whether it was done: ${failure.message}`, next };
}

/** Commander writes its suggestion on a line of its own. */
function misunderstood({ message }: CommanderError): Failure {
  const [problem = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const next = suggestion?.replace(/^\(|\)$/g, '') ?? 'Add --help to the command to see how it is used.';
  return { kind: 'usage', message: problem, next };
}

function toldByClient(error: MytpeError, client: typeof Client, names: FieldNames): Failure {
  const message = names.inText(oneLine(error));
  if (error instanceof client.InvalidInputError) return { kind: 'usage', ...invalid(error, client, names) };
  if (error instanceof client.AbortError) return { kind: 'interrupted', message: 'stopped' };
  const { ConnectionError, TimeoutError, ResponseShapeError, ApiError } = client;
  if ([ConnectionError, TimeoutError, ResponseShapeError].some((kind) => error instanceof kind)) {
    return { kind: 'unreachable', message, next: 'Try again; `mytpe doctor` looks closer.' };
  }
  if (!(error instanceof ApiError)) return { kind: 'failed', message };
  const request_id = error.requestId;
  if (Object.keys(error.fields).length === 0) return { ...refused(error.status, message), request_id };
  const fields = names.byOption(error.fields);
  const isInput = error.status === 422;
  const text = isInput ? printable(`MyTPE refused the input: ${client.describeFields(fields)}`) : message;
  return { ...refused(error.status, text), fields, request_id };
}

/** Leaves out what the input is called if every problem names an option. */
function invalid(error: Client.InvalidInputError, client: typeof Client, names: FieldNames) {
  const fields = names.byOption(error.fields);
  if (fields['input'] !== undefined) {
    return { message: 'there is nothing to change', next: 'Add an option with the new value; --help lists them.' };
  }
  const text = client.describeFields(fields);
  const isAllOptions = Object.keys(fields).every((name) => name.startsWith('--'));
  const message = isAllOptions ? text : error.message.replace(client.describeFields(error.fields), () => text);
  const next = 'Nothing was sent. Fix the input, then run the command again; --help lists its options.';
  return { message: printable(message), next, fields };
}

function refused(status: number, message: string): Pick<Failure, 'kind' | 'message' | 'next'> {
  if (status === 401) {
    return { kind: 'credentials', message, next: 'Make a new pair in the MyTPE dashboard, then run `mytpe login`.' };
  }
  if (status === 404)
    return { kind: 'not_found', message, next: 'Check the id: the `list` command shows what there is.' };
  if (status === 429) return { kind: 'unreachable', message, next: 'MyTPE asks for a pause: try again later.' };
  if (status >= 500) return { kind: 'unreachable', message, next: 'MyTPE has a problem: try again later.' };
  if (status === 403) return { kind: 'failed', message, next: 'These credentials may not do it: ask MyTPE.' };
  return { kind: 'failed', message, next: 'Nothing was changed. Fix the input, then run the command again.' };
}

function oneLine(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}
