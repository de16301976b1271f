/* The log: shows bubbles, the typing dots and errors, and keeps the newest in sight. */
import { answerBubble, errorBubble, notice, questionBubble, retireButtons, typingBubble } from "./bubbles.js";

const GAP = 8; // px left above the first new bubble

/** Shows what is said. */
export class ChatLog {
  #node;
  #onButton;
  #tools;
  #greeting;
  #typing = typingBubble();
  #waiting = 0;

  /**
   * @param {HTMLElement} node
   * @param {(choice: Choice) => unknown} onButton a proposal was tapped
   * @param {Omit<import("./bubbles.js").Tools, "hasQuestion">} tools
   * @param {string} greeting the page's own, or ""
   */
  constructor(node, onButton, tools, greeting) {
    this.#node = node;
    this.#onButton = onButton;
    this.#tools = { ...tools, hasQuestion: () => this.#node.querySelector(".own") !== null };
    this.#greeting = greeting;
  }

  /**
   * Show the notice and the history, nothing else; a screen reader stays silent, for it is old.
   *
   * @param {Opened} opened
   */
  showHistory({ verlauf, loeschfrist_tage: days }) {
    this.#node.setAttribute("aria-live", "off");
    this.#node.replaceChildren(notice(days));
    if (this.#waiting > 0) this.#node.append(this.#typing);
    for (const [index, answer] of verlauf.entries()) this.#append(index === 0 ? this.#greeted(answer) : answer);
    this.showEnd();
    requestAnimationFrame(() => this.#node.setAttribute("aria-live", "polite"));
  }

  clear() {
    this.#node.replaceChildren();
  }

  /** Scroll to the newest; before the first question the notice above is to be read. */
  showEnd() {
    if (!this.#tools.hasQuestion()) return;
    this.#node.scrollTop = this.#node.scrollHeight;
  }

  /**
   * Show a person's message that is about to be sent.
   *
   * @param {string} id
   * @param {string} text
   */
  addQuestion(id, text) {
    this.#add(questionBubble(id, text, true));
    retireButtons(this.#node);
    this.showEnd();
  }

  /**
   * The message with this id has been answered, or refused.
   *
   * @param {string} id
   */
  markSent(id) {
    this.#find(id)?.classList.remove("pending");
  }

  /**
   * Show answers; scroll so far that the first of them can be read from its beginning.
   *
   * @param {Answer[]} answers
   */
  addAnswers(answers) {
    const nodes = answers.filter((answer) => !this.#find(answer.id)).map((answer) => this.#append(answer));
    if (nodes.length > 0) this.#scrollTo(nodes[0]);
  }

  /**
   * Show an error that trying again would not mend.
   *
   * @param {import("./bubbles.js").ShownError} error
   */
  addError(error) {
    const node = errorBubble(error);
    this.#add(node);
    this.#scrollTo(node);
  }

  /**
   * Show the dots as long as something is awaited.
   *
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  async whileTyping(promise) {
    this.#waiting += 1;
    this.#node.append(this.#typing);
    this.showEnd();
    try {
      return await promise;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#typing.remove();
    }
  }

  /**
   * The greeting with the page's own first paragraph; what it says about the AI stays.
   *
   * @param {Answer} answer
   */
  #greeted(answer) {
    if (!this.#greeting) return answer;
    return { ...answer, text: [this.#greeting, ...answer.text.split("\n").slice(1)].join("\n") };
  }

  /** @param {string} id */
  #find(id) {
    return this.#node.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** @param {Answer} answer */
  #append(answer) {
    if (answer.rolle === "bot") return this.#add(answerBubble(answer, this.#onButton, this.#tools));
    retireButtons(this.#node);
    return this.#add(questionBubble(answer.id, answer.text, false));
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

  /** @param {HTMLElement} node */
  #scrollTo(node) {
    this.#node.scrollTop = node.offsetTop - GAP;
  }
}
