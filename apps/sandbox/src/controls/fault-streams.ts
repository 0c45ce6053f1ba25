import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const STEPS_PER_SECOND = 10;

/** Half of the body; then the connection breaks. */
export function cutInHalf(body: Buffer): Readable {
  async function* half(): AsyncGenerator<Buffer> {
    yield body.subarray(0, Math.ceil(body.length / 2));
    throw new Error('A fault cut this answer.');
  }
  return Readable.from(half(), { objectMode: false });
}

/** The whole body, so many bytes a second, the first of them at once. */
export function drip(body: Buffer, bytesPerSecond: number, stopping: AbortSignal): Readable {
  const step = Math.ceil(bytesPerSecond / STEPS_PER_SECOND);
  async function* drops(): AsyncGenerator<Buffer> {
    for (let from = 0; from < body.length; from += step) {
      if (from > 0) await delay((step / bytesPerSecond) * 1_000, undefined, { signal: stopping });
      yield body.subarray(from, from + step);
    }
  }
  return Readable.from(drops(), { objectMode: false });
}
