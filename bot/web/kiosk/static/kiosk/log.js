/* The booth's log: large, the newest exchange at the top edge; links name places but lead nowhere. */
import { answerBubble, errorBubble, questionBubble, retireButtons, typingBubble } from "../widget/bubbles.js";
import { el, icon } from "../widget/dom.js";
import { serverUrl } from "../widget/server.js";

/** @type {import("../widget/bubbles.js").Tools} */
const NO_TOOLS = {
  hasQuestion: () => false, // neither copy nor thumbs
  ratingOf: () => null,
  noteButton: () => null,
  openPlan: () => {},
  mapUrl: () => null,
  mapPicture: (query) => serverUrl(`plan/bild.svg?${query}`),
  announce: () => {},
  rate: async () => false,
};
const STRIDE = 0.75; // of the log, for one touch
const DOWN = "M12 5v14M5 12l7 7 7-7";
const WAY = el(
  "p",
  { class: "way" },
  "Tippen Sie eine Frage, oder berühren Sie einen Vorschlag. Wenn Sie gehen, lösche ich alles.",
);

/** Shows what is said; made anew for each visitor. */
export class BoothLog {
  #node = el("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": "Gesprächsverlauf",
    tabindex: "0",
  });
  #more = el("button", { type: "button", class: "more", hidden: true }, icon(DOWN), "Weiterlesen");
  #frame = el("div", { class: "log-frame" }, this.#node, this.#more);
  #watch = new ResizeObserver(() => this.#markMore());
  #onButton;
  #typing = typingBubble();
  #waiting = 0;

  /** @param {(choice: Choice) => unknown} onButton a proposal was touched */
  constructor(onButton) {
    this.#onButton = onButton;
    this.#node.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) event.preventDefault();
    });
    this.#more.addEventListener("click", () =>
      this.#node.scrollBy({ top: this.#node.clientHeight * STRIDE, behavior: "smooth" }),
    );
    this.#node.addEventListener("scroll", () => this.#markMore());
    this.#node.addEventListener("load", () => this.#markMore(), true); // a picture of the plan
    this.#watch.observe(this.#node);
  }

  /** The log with what says that there is more of it. */
  get frame() {
    return this.#frame;
  }

  get node() {
    return this.#node;
  }

  /** @param {Opened} opened */
  showHistory({ verlauf }) {
    this.#node.replaceChildren(WAY.cloneNode(true), ...(this.#waiting > 0 ? [this.#typing] : []));
    for (const answer of verlauf) this.#add(this.#bubble(answer));
  }

  clear() {
    this.#node.replaceChildren();
  }

  /** Thrown away: an observer would keep the nodes. */
  close() {
    this.#watch.disconnect();
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  addQuestion(id, text) {
    retireButtons(this.#node);
    this.#showTop(this.#add(questionBubble(id, text, true)));
  }

  /** @param {string} id */
  markSent(id) {
    this.#node.querySelector(`[data-id="${CSS.escape(id)}"]`)?.classList.remove("pending");
  }

  /** @param {Answer[]} answers */
  addAnswers(answers) {
    for (const answer of answers) this.#add(this.#bubble(answer));
    this.#showTop(this.#node.querySelector(".own:last-of-type") ?? [...this.#node.querySelectorAll(".own")].at(-1));
  }

  /** @param {import("../widget/bubbles.js").ShownError} error */
  addError(error) {
    this.#showTop(this.#add(errorBubble(error)));
  }

  /**
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  async whileTyping(promise) {
    this.#waiting += 1;
    this.#node.append(this.#typing);
    try {
      return await promise;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#typing.remove();
    }
  }

  /** @param {Answer} answer */
  #bubble(answer) {
    return answer.rolle === "bot"
      ? answerBubble(answer, this.#onButton, NO_TOOLS)
      : questionBubble(answer.id, answer.text, false);
  }

  /**
   * @template {HTMLElement} T
   * @param {T} node
   * @returns {T}
   */
  #add(node) {
    if (this.#waiting > 0) this.#typing.before(node);
    else this.#node.append(node);
    return node;
  }

  /** @param {Element | undefined} node */
  #showTop(node) {
    if (node instanceof HTMLElement) this.#node.scrollTop = node.offsetTop;
    this.#markMore();
  }

  /** Nobody would scroll a wall: a button says where the answer goes on. */
  #markMore() {
    const { scrollHeight, scrollTop, clientHeight } = this.#node;
    const free = parseFloat(getComputedStyle(this.#node).paddingBottom);
    this.#more.hidden = scrollHeight - free - scrollTop - clientHeight < 2;
  }
}
