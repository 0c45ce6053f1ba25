/** Limits the number of tasks that run at the same time. The other tasks wait in order. */
export class Semaphore {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Waits until the task may run. Call {@link release} afterwards. Rejects with the signal's reason if it aborts first.
   */
  acquire(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      // eslint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's own
      const rejectAborted = () => reject(signal.reason);
      if (signal.aborted) return rejectAborted();
      if (this.#free > 0) {
        this.#free -= 1;
        return resolve();
      }
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(resolve);
        rejectAborted();
      });
    });
  }

  /** Lets the next waiting task run, before any task that arrives later. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
