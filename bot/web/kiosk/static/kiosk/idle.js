/* Notices that nobody is there any more: asks, and after a while without an answer ends the visit. */
import { byId } from "../elements.js";

const ASK_AFTER = 45_000;
const END_AFTER = 15_000; // after the question
const SIGNS = ["pointerdown", "keydown", "input"];

/** Watches for signs of life while a visit lasts. */
export class IdleWatch {
  #dialog = byId("nochda", HTMLDialogElement);
  #rest = byId("nochda-rest");
  #onEnd;
  #timer = 0;
  #isRunning = false;

  /** @param {() => unknown} onEnd nobody is there */
  constructor(onEnd) {
    this.#onEnd = onEnd;
    for (const name of SIGNS)
      document.addEventListener(name, () => this.#dialog.open || this.#restart(), { capture: true, passive: true });
    byId("nochda-ja").addEventListener("click", () => this.#stay());
    byId("nochda-nein").addEventListener("click", () => this.#end());
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#stay();
    });
  }

  start() {
    this.#isRunning = true;
    this.#restart();
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#dialog.close();
  }

  #restart() {
    clearTimeout(this.#timer);
    if (this.#isRunning) this.#timer = setTimeout(() => this.#ask(), ASK_AFTER);
  }

  #ask() {
    if (document.querySelector("dialog[open]")) {
      // a code is being read by a phone; it expires by itself
      this.#restart();
      return;
    }
    this.#dialog.showModal();
    this.#countDown(Date.now() + END_AFTER);
  }

  /** @param {number} until */
  #countDown(until) {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      this.#end();
      return;
    }
    this.#rest.textContent = String(left);
    this.#timer = setTimeout(() => this.#countDown(until), 1000);
  }

  #stay() {
    this.#dialog.close();
    this.#restart();
  }

  #end() {
    this.stop();
    this.#onEnd();
  }
}
