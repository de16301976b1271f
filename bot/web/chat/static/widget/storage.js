/* Small values kept in the browser. Where storage is forbidden (private mode, policy) the page's memory must do. */

/**
 * Keeps a text; null is none.
 *
 * @typedef {{ get(): string | null, read(): string | null, set(value: string | null): void }} Store
 */

/** A value under a key of the browser's storage. */
export class StoredValue {
  /** @type {Storage | null} */
  #area;
  #key;
  /** @type {string | null} */
  #value = null;

  /**
   * @param {"localStorage" | "sessionStorage"} area
   * @param {string} key
   */
  constructor(area, key) {
    this.#key = key;
    try {
      this.#area = window[area];
      this.#value = this.#area.getItem(key);
    } catch {
      this.#area = null;
    }
  }

  get() {
    return this.#value;
  }

  /** The value as it is now, also if another tab has changed it. */
  read() {
    try {
      if (this.#area) this.#value = this.#area.getItem(this.#key);
    } catch {
      this.#area = null;
    }
    return this.#value;
  }

  /**
   * Keep `value`; null forgets it.
   *
   * @param {string | null} value
   */
  set(value) {
    this.#value = value;
    try {
      if (value === null) this.#area?.removeItem(this.#key);
      else this.#area?.setItem(this.#key, value);
    } catch {
      this.#area = null; // full or forbidden: from now on in memory only
    }
  }

  /**
   * Call `onChange(value)` when another tab has changed the value.
   *
   * @param {(value: string | null) => unknown} onChange
   */
  watch(onChange) {
    window.addEventListener("storage", (event) => {
      if (event.key !== this.#key || event.newValue === this.#value) return;
      this.#value = event.newValue;
      onChange(event.newValue);
    });
  }
}
