import type * as Client from '@mytpe-pay/client';
import type { MytpeError } from '@mytpe-pay/client';
import { CommanderError } from 'commander';

import { CliError } from './cli-error.ts';
import type { ExitKind } from './exit-codes.ts';
import { printable } from './terminal/printable.ts';

/** A failure as it is told: to people as two lines, to scripts as an object. */
export interface Failure {
  readonly kind: ExitKind;
  readonly message: string;
  readonly next?: string | undefined;
  /** What is wrong with which field. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly request_id?: string | undefined;
}

/** Any error, told. `findOut` says how to learn whether the write that was under way has happened. */
export async function describeFailure(error: unknown, findOut: string | undefined): Promise<Failure> {
  if (error instanceof CliError) return { kind: error.kind, message: error.message, next: error.next };
  if (error instanceof CommanderError) return misunderstood(error);
  // Whoever throws one of these has loaded the client already; every other command goes without it.
  const client = await import('@mytpe-pay/client');
  if (!(error instanceof client.MytpeError)) return { kind: 'failed', message: `unexpected: ${oneLine(error)}` };
  const failure = toldByClient(error, client);
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

function toldByClient(error: MytpeError, client: typeof Client): Failure {
  const message = oneLine(error);
  if (error instanceof client.InvalidInputError) {
    const next = 'Nothing was sent. Correct it; --help shows what the command takes.';
    return { kind: 'usage', message, next, fields: error.fields };
  }
  if (error instanceof client.AbortError) return { kind: 'interrupted', message: 'stopped' };
  const { ConnectionError, TimeoutError, ResponseShapeError, ApiError } = client;
  if ([ConnectionError, TimeoutError, ResponseShapeError].some((kind) => error instanceof kind)) {
    return { kind: 'unreachable', message, next: 'Try again; `mytpe doctor` looks closer.' };
  }
  if (!(error instanceof ApiError)) return { kind: 'failed', message };
  const fields = Object.keys(error.fields).length > 0 ? error.fields : undefined;
  return { ...refused(error.status, message), fields, request_id: error.requestId };
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
  return { kind: 'failed', message, next: 'Nothing was changed. Mend what it names, then try again.' };
}

function oneLine(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}
