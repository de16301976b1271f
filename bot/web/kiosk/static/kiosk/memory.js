/* A value in the page's memory only: at the booth nothing of a visitor may reach the browser's storage. */

/** Has what StoredValue has. */
export class MemoryValue {
  /** @type {string | null} */
  #value = null;

  get() {
    return this.#value;
  }

  read() {
    return this.#value;
  }

  /** @param {string | null} value */
  set(value) {
    this.#value = value;
  }
}
