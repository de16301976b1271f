/* Small values kept in the browser. Where storage is forbidden (private mode, policy) the page's memory must do. */

/** A value under `key` in `area` ("localStorage" or "sessionStorage"). */
export class StoredValue {
  #area;
  #key;
  #value = null;

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

  /** Keep `value`; null forgets it. */
  set(value) {
    this.#value = value;
    try {
      if (value === null) this.#area?.removeItem(this.#key);
      else this.#area?.setItem(this.#key, value);
    } catch {
      this.#area = null; // full or forbidden: from now on in memory only
    }
  }

  /** Call `onChange(value)` when another tab has changed the value. */
  watch(onChange) {
    window.addEventListener("storage", (event) => {
      if (event.key !== this.#key || event.newValue === this.#value) return;
      this.#value = event.newValue;
      onChange(event.newValue);
    });
  }
}
