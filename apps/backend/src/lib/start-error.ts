/** A failure to start that the operator can fix. Its message is printed alone, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Errors of these classes are mistakes in this program. */
const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * Runs a part of the start that depends on files, a database or the network. Turns its failures into a
 * {@link StartError}, except mistakes in this program.
 */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isMistake = !(error instanceof Error) || MISTAKES.some((kind) => error instanceof kind);
    if (isMistake || error instanceof StartError) throw error;
    throw new StartError(outboxMessage(error), { cause: error });
  }
}

/** A host with several addresses fails with one error for each, and without a message of its own. */
function outboxMessage(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(String).join('\n') : error.message;
}
