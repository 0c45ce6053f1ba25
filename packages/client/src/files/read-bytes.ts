import { unlessAborted } from '../transport/timing.ts';
import { FileProblem } from './file-input.ts';

/**
 * Reads all bytes of a source. If there are more than `limit` bytes, closes the source and returns `undefined`.
 * @throws FileProblem if the source fails or yields anything but bytes. The reason of `signal` if it aborts.
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
      if (!(value instanceof Uint8Array)) throw new FileProblem('must contain bytes (Uint8Array), not text or objects');
      size += value.length;
      if (size > limit) return undefined;
      // A copy, because some sources reuse the same buffer.
      pieces.push(value.slice());
    }
  } catch (error) {
    if (signal.aborted || error instanceof FileProblem) throw error;
    throw new FileProblem(`could not be read: ${error instanceof Error ? error.message : 'its source failed'}`);
  } finally {
    // Not awaited, because a source may hang.
    source.return?.()?.catch(() => {});
  }
}

async function* asyncIterator(content: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<unknown, void> {
  yield* content;
}
