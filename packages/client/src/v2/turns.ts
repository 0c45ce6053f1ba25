import { unlessAborted } from '../transport/timing.ts';

/** Lets tasks on the same thing run one after the other, in the order they came; other things do not wait. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Waits for those before; call what it resolves with when done. Rejects with the signal's reason, turnless. */
  async take(key: string, signal: AbortSignal): Promise<() => void> {
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
