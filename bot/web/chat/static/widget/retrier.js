/* Tries again what failed for want of a connection, with growing pauses, at once when the browser is online again. */

const FIRST_PAUSE = 1_000; // ms, doubled each time
const LONGEST_PAUSE = 30_000;

/** Runs tasks until they succeed or fail for another reason. */
export class Retrier {
  #onState;
  #wakers = new Set();

  /** `onState(error)`: waiting because of this error; null: it works again. */
  constructor(onState) {
    this.#onState = onState;
    for (const name of ["online", "pageshow"]) window.addEventListener(name, () => this.now());
  }

  /** Do not wait any longer. */
  now() {
    for (const wake of this.#wakers) wake();
  }

  /** The result of `task()`; errors whose `retry` is not set are passed on. */
  async run(task) {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        const result = await task();
        this.#onState(null);
        return result;
      } catch (error) {
        this.#onState(error.retry ? error : null);
        if (!error.retry) throw error;
        await this.#rest(pause * (0.75 + Math.random() / 2));
      }
    }
  }

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
