/** A failure to start that the operator can fix. Its message is printed alone, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Errors of these classes are bugs in this program. */
const BUGS = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * Runs a part of the start that depends on files, a database or the network.
 * @throws StartError for every failure, except bugs in this program, which it throws unchanged.
 */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isBug = !(error instanceof Error) || BUGS.some((kind) => error instanceof kind);
    if (isBug || error instanceof StartError) throw error;
    throw new StartError(messageOf(error), { cause: error });
  }
}

/** A connection to a host with several addresses fails with an `AggregateError`, which has no message. */
function messageOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(String).join('\n') : error.message;
}
