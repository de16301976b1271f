/* Messages that have not been answered yet: kept in the browser, so that neither reload nor crash loses one. */
import { isWaiting } from "./guards.js";

/** Oldest first. Other tabs may send the same: the server answers each id once. */
export class Outbox {
  #stored;
  #entries;
  #onChange;

  /** `stored`: a StoredValue; `onChange()`: something waits or waits no more. */
  constructor(stored, onChange = () => {}) {
    this.#stored = stored;
    this.#onChange = onChange;
    this.#entries = this.#read();
  }

  get entries() {
    return this.#entries;
  }

  has(id) {
    return this.#entries.some((entry) => entry.id === id);
  }

  add(entry) {
    this.#entries.push(entry);
    this.#write([...this.#read(), entry]);
  }

  remove(id) {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#write(this.#read().filter((entry) => entry.id !== id));
  }

  clear() {
    this.#entries = [];
    this.#write([]);
  }

  #read() {
    try {
      const read = JSON.parse(this.#stored.read() ?? "[]");
      return Array.isArray(read) ? read.filter(isWaiting) : [];
    } catch {
      return [];
    }
  }

  #write(entries) {
    this.#stored.set(entries.length > 0 ? JSON.stringify(entries) : null);
    this.#onChange();
  }
}
