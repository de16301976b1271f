/* The bar above the input: says what does not work just now, and offers to try at once. */
import { el } from "./dom.js";

/** The nodes of the bar. */
export function buildStatus() {
  const statusText = el("p", { role: "status" });
  const statusAgain = el("button", { type: "button", class: "choice" }, "Jetzt versuchen");
  return { statusText, statusAgain, status: el("div", { class: "status", hidden: true }, statusText, statusAgain) };
}

/** `report(source, error)`: an error of this source, or null; the bar goes when no source has one. */
export class Status {
  #parts;
  #isWaiting;
  #onShow;
  /** @type {Map<string, Error>} */
  #errors = new Map();

  /**
   * @param {Pick<import("./layout.js").Parts, "panel" | "status" | "statusText" | "statusAgain" | "input">} parts
   * @param {object} options
   * @param {() => boolean} options.isWaiting whether a message waits to be sent
   * @param {() => void} options.again try now
   * @param {() => void} options.onShow the bar takes room now
   */
  constructor(parts, { isWaiting, again, onShow }) {
    this.#parts = parts;
    this.#isWaiting = isWaiting;
    this.#onShow = onShow;
    parts.statusAgain.addEventListener("click", () => {
      parts.input.focus({ preventScroll: true }); // the bar may go
      again();
    });
  }

  /**
   * @param {string} source
   * @param {Error | null} error
   */
  report(source, error) {
    if (error) this.#errors.set(source, error);
    else this.#errors.delete(source);
    this.show();
  }

  show() {
    const { panel, status, statusText } = this.#parts;
    const [error] = this.#errors.values();
    const appears = status.hidden && Boolean(error);
    status.hidden = !error;
    panel.classList.toggle("down", Boolean(error));
    const next = this.#isWaiting()
      ? "Ihre Nachricht wird gesendet, sobald es wieder geht."
      : "Sie können trotzdem schreiben, gesendet wird später.";
    const text = error ? `${error.message} ${next}` : "";
    if (statusText.textContent !== text) statusText.textContent = text;
    if (appears) this.#onShow();
  }
}
