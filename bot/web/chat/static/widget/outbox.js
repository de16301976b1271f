/* Messages that have not been answered yet: kept in the browser, so that neither reload nor crash loses one. */
import { isWaiting } from "./guards.js";

/** Oldest first. Other tabs may send the same: the server answers each id once. */
export class Outbox {
  #stored;
  /** @type {Waiting[]} */
  #entries;
  #onChange;

  /**
   * @param {import("./storage.js").Store} stored
   * @param {() => unknown} onChange something waits, or waits no more
   */
  constructor(stored, onChange = () => {}) {
    this.#stored = stored;
    this.#onChange = onChange;
    this.#entries = this.#read();
  }

  get entries() {
    return this.#entries;
  }

  /** @param {string} id */
  has(id) {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** @param {Waiting} entry */
  add(entry) {
    this.#entries.push(entry);
    this.#write([...this.#read(), entry]);
  }

  /** @param {string} id */
  remove(id) {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#write(this.#read().filter((entry) => entry.id !== id));
  }

  clear() {
    this.#entries = [];
    this.#write([]);
  }

  /** @returns {Waiting[]} */
  #read() {
    try {
      const read = JSON.parse(this.#stored.read() ?? "[]");
      return Array.isArray(read) ? read.filter(isWaiting) : [];
    } catch {
      return [];
    }
  }

  /** @param {Waiting[]} entries */
  #write(entries) {
    this.#stored.set(entries.length > 0 ? JSON.stringify(entries) : null);
    this.#onChange();
  }
}
