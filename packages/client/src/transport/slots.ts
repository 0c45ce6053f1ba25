/** Lets a bounded number of tasks run at once; the others wait in the order they came. */
export class Slots {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a slot, waiting for it if need be; pair with {@link leave}. Rejects with the signal's reason, slotless. */
  enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      // eslint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's own
      const refuse = () => reject(signal.reason);
      if (signal.aborted) return refuse();
      if (this.#free > 0) {
        this.#free -= 1;
        return resolve();
      }
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(resolve);
        refuse();
      });
    });
  }

  /** Hands the slot straight to the next in line, so that nobody can slip in between. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
