import { unlessAborted } from '../transport/timing.ts';

/** Runs tasks with the same key one after the other, in order. Tasks with other keys do not wait. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Waits for earlier tasks with this key. Resolves with a function that releases the lock. Rejects with the signal's
   * reason if it aborts first.
   */
  async acquire(key: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(key) ?? Promise.resolve();
    let done = () => {};
    const task = new Promise<void>((resolve) => {
      done = resolve;
    });
    const mine = before.then(() => task);
    this.#last.set(key, mine);
    void mine.then(() => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    });
    try {
      await unlessAborted(signal, before);
    } catch (reason) {
      done();
      throw reason;
    }
    return done;
  }
}
