import { unlessAborted } from '../transport/timing.ts';
import { FileProblem } from './file-problem.ts';

/**
 * All bytes of a source, or `undefined` once it holds more than `limit`: the rest is never read, the source is closed.
 * @throws FileProblem when the source fails or holds anything but bytes; the signal's reason when that aborts.
 */
export async function readBytes(
  content: AsyncIterable<unknown> | Iterable<unknown>,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const source = asyncIterator(content);
  try {
    for (;;) {
      const { done, value } = await unlessAborted(signal, source.next());
      if (done) return Buffer.concat(pieces);
      if (!(value instanceof Uint8Array)) throw new FileProblem('must hold bytes (Uint8Array), not text or objects');
      size += value.length;
      if (size > limit) return undefined;
      // A copy: some sources fill the same buffer again.
      pieces.push(value.slice());
    }
  } catch (error) {
    if (signal.aborted || error instanceof FileProblem) throw error;
    throw new FileProblem(`could not be read: ${error instanceof Error ? error.message : 'its source failed'}`);
  } finally {
    // Not awaited: a source that hangs must not hold up whoever has given it up.
    source.return?.()?.catch(() => {});
  }
}

async function* asyncIterator(content: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<unknown, void> {
  yield* content;
}
