import type * as Client from '@mytpe-pay/client';
import type { MytpeError } from '@mytpe-pay/client';
import { type Command, CommanderError } from 'commander';

import { CliError, type ExitKind } from './cli-error.ts';
import { FieldNames } from './field-names.ts';
import { printable } from './terminal/display.ts';

/** A failure as the tool reports it: text for people, an object for scripts. */
export interface Failure {
  readonly kind: ExitKind;
  readonly message: string;
  readonly next?: string | undefined;
  /** Error messages by option, like `--proof`. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly request_id?: string | undefined;
}

/** The context of a failure. */
interface FailureContext {
  /** The advice to check whether MyTPE carried out the running write. */
  readonly findOut?: string | undefined;
  /** The command that failed. */
  readonly command?: Command | undefined;
}

/** Describes any error for the command line, with options instead of API fields. */
export async function describeFailure(error: unknown, { findOut, command }: FailureContext = {}): Promise<Failure> {
  if (error instanceof CliError) return { kind: error.kind, message: error.message, next: error.next };
  if (error instanceof CommanderError) return describeUsageError(error);
  // Only a command that has loaded the client can throw its errors, so this import costs nothing then.
  const client = await import('@mytpe-pay/client');
  if (!(error instanceof client.MytpeError)) return { kind: 'failed', message: `unexpected error: ${oneLine(error)}` };
  const failure = describeClientError(error, client, new FieldNames(command));
  if (error.outcome !== 'unknown') return failure;
  const next =
    findOut ?? 'Read the record before you repeat the command, because MyTPE does not detect repeated requests.';
  if (failure.kind === 'interrupted')
    return { ...failure, message: `${failure.message}; the change may have been made`, next };
  return { ...failure, kind: 'outcome_unknown', message: `the change may have been made: ${failure.message}`, next };
}

/** Describes commander's errors. Commander writes its suggestion on a separate line. */
function describeUsageError({ message }: CommanderError): Failure {
  const [problem = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const next = suggestion?.replace(/^\(|\)$/g, '') ?? 'Add --help to the command to see its usage.';
  return { kind: 'usage', message: problem, next };
}

function describeClientError(error: MytpeError, client: typeof Client, names: FieldNames): Failure {
  const message = names.inText(oneLine(error));
  if (error instanceof client.InvalidInputError) return { kind: 'usage', ...invalid(error, client, names) };
  if (error instanceof client.AbortError) return { kind: 'interrupted', message: 'stopped' };
  const { ConnectionError, TimeoutError, ResponseShapeError, ApiError } = client;
  if ([ConnectionError, TimeoutError, ResponseShapeError].some((kind) => error instanceof kind)) {
    return { kind: 'unreachable', message, next: 'Try again, or run `mytpe doctor`.' };
  }
  if (!(error instanceof ApiError)) return { kind: 'failed', message };
  const request_id = error.requestId;
  if (Object.keys(error.fields).length === 0) return { ...describeRejection(error.status, message), request_id };
  const fields = names.byOption(error.fields);
  const isInput = error.status === 422;
  const text = isInput ? printable(`MyTPE rejected the input: ${client.describeFields(fields)}`) : message;
  return { ...describeRejection(error.status, text), fields, request_id };
}

/** Describes invalid input. Omits the name of the input if every error is about an option. */
function invalid(error: Client.InvalidInputError, client: typeof Client, names: FieldNames) {
  const fields = names.byOption(error.fields);
  if (fields['input'] !== undefined) {
    return {
      message: 'there is nothing to change',
      next: 'Add an option with the new value; --help lists the options.',
    };
  }
  const text = client.describeFields(fields);
  const isAllOptions = Object.keys(fields).every((name) => name.startsWith('--'));
  const message = isAllOptions ? text : error.message.replace(client.describeFields(error.fields), () => text);
  const next = 'Nothing was sent. Fix the input, then run the command again; --help lists its options.';
  return { message: printable(message), next, fields };
}

function describeRejection(status: number, message: string): Pick<Failure, 'kind' | 'message' | 'next'> {
  if (status === 401) {
    return {
      kind: 'credentials',
      message,
      next: 'Create a new API key in the MyTPE dashboard, then run `mytpe login`.',
    };
  }
  if (status === 404) return { kind: 'not_found', message, next: 'Check the id; the `list` command shows all ids.' };
  if (status === 429)
    return { kind: 'unreachable', message, next: 'MyTPE received too many requests: try again later.' };
  if (status >= 500) return { kind: 'unreachable', message, next: 'MyTPE has a problem: try again later.' };
  if (status === 403) return { kind: 'failed', message, next: 'These credentials do not have permission: ask MyTPE.' };
  return { kind: 'failed', message, next: 'Nothing was changed. Fix the input, then run the command again.' };
}

function oneLine(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}
