/* Tries again what failed for want of a connection, with growing pauses, at once when the browser is online again. */

const FIRST_PAUSE = 1_000; // ms, doubled each time
const LONGEST_PAUSE = 30_000;

/**
 * Why a task failed; with `retry` it may succeed later.
 *
 * @typedef {Error & { retry?: boolean }} Failure
 */

/** Runs tasks until they succeed or fail for another reason. */
export class Retrier {
  #onState;
  /** @type {Set<() => void>} */
  #wakers = new Set();

  /** @param {(error: Failure | null) => unknown} onState waiting because of this error; null: it works again */
  constructor(onState) {
    this.#onState = onState;
    for (const name of ["online", "pageshow"]) window.addEventListener(name, () => this.now());
  }

  /** Do not wait any longer. */
  now() {
    for (const wake of this.#wakers) wake();
  }

  /**
   * The result of `task()`; errors whose `retry` is not set are passed on.
   *
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  async run(task) {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        const result = await task();
        this.#onState(null);
        return result;
      } catch (error) {
        const failure = /** @type {Failure} */ (error);
        this.#onState(failure.retry ? failure : null);
        if (!failure.retry) throw error;
        await this.#rest(pause * (0.75 + Math.random() / 2));
      }
    }
  }

  /**
   * @param {number} milliseconds
   * @returns {Promise<void>}
   */
  #rest(milliseconds) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#wakers.add(wake);
    });
  }
}
